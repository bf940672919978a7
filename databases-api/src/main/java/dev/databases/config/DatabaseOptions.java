package dev.databases.config;

import java.time.Duration;
import java.util.List;

/** The options that every database understands, in the URL ({@code ?max_size=20}) or on the builder. */
public final class DatabaseOptions {
    /** How many connections are opened by {@code connect()} and kept. */
    public static final Option<Integer> MIN_SIZE = Option.integer(
                    "min_size", 0, 10_000, "Connections opened by connect() and kept open")
            .withDefault(1);
    /** How many connections there may be. */
    public static final Option<Integer> MAX_SIZE =
            Option.integer("max_size", 1, 10_000, "Connections at most").withDefault(10);
    /** How long making a connection may take. */
    public static final Option<Duration> CONNECT_TIMEOUT = Option.duration(
                    "connect_timeout", "How long making a connection may take")
            .withDefault(Duration.ofSeconds(10));
    /** How long a statement waits for a connection. */
    public static final Option<Duration> ACQUIRE_TIMEOUT = Option.duration(
                    "acquire_timeout", "How long a statement waits for a connection, or for its turn on one")
            .withDefault(Duration.ofSeconds(30));
    /** How long a statement may run; zero for ever. */
    public static final Option<Duration> QUERY_TIMEOUT = Option.durationOrZero(
                    "query_timeout", "How long a statement may run, 0 for ever")
            .withDefault(Duration.ZERO);
    /**
     * How long a COMMIT may take. After it the connection is dropped, and the transaction fails with
     * {@link dev.databases.error.CommitOutcomeUnknownException}.
     */
    public static final Option<Duration> COMMIT_TIMEOUT = Option.duration(
                    "commit_timeout", "How long a COMMIT may take before its outcome counts as unknown")
            .withDefault(Duration.ofSeconds(60));
    /** How long a cancelled statement and a rollback may take before the connection is dropped. */
    public static final Option<Duration> SETTLE_TIMEOUT = Option.duration(
                    "settle_timeout", "How long a cancel or a rollback may take before its connection is dropped")
            .withDefault(Duration.ofSeconds(5));
    /** How long {@code disconnect()} waits for work that is under way. */
    public static final Option<Duration> DISCONNECT_TIMEOUT = Option.duration(
                    "disconnect_timeout", "How long disconnect() waits for statements that are under way")
            .withDefault(Duration.ofSeconds(10));
    /** After how long an idle connection beyond {@link #MIN_SIZE} is closed; zero for never. */
    public static final Option<Duration> IDLE_TIMEOUT = Option.durationOrZero(
                    "idle_timeout", "After how long a spare idle connection is closed, 0 for never")
            .withDefault(Duration.ofMinutes(10));
    /** After how long a connection is replaced; zero for never. */
    public static final Option<Duration> MAX_LIFETIME = Option.durationOrZero(
                    "max_lifetime", "After how long a connection is replaced, 0 for never")
            .withDefault(Duration.ofMinutes(30));
    /** After how long of rest a connection is asked for a sign of life before it is used; zero for never. */
    public static final Option<Duration> VALIDATE_AFTER = Option.durationOrZero(
                    "validate_after", "After how long of rest a connection is checked before use, 0 for never")
            .withDefault(Duration.ofSeconds(30));
    /** After how long a connection that is still lent is reported in the log; zero for never. */
    public static final Option<Duration> LEAK_DETECTION = Option.durationOrZero(
                    "leak_detection",
                    "After how long a connection that is still lent is logged as a warning, 0 for never")
            .withDefault(Duration.ZERO);
    /** Whether all that happens between connect and disconnect is rolled back. */
    public static final Option<Boolean> FORCE_ROLLBACK = Option.bool(
                    "force_rollback", "Whether everything from connect to disconnect is rolled back, for tests")
            .withDefault(false);
    /** Whether the log shows the values of arguments. */
    public static final Option<Boolean> LOG_VALUES = Option.bool(
                    "log_values", "Whether the log shows the values of arguments")
            .withDefault(false);
    /** From how long on a statement is logged as a warning; zero for never. */
    public static final Option<Duration> SLOW_QUERY = Option.durationOrZero(
                    "slow_query", "From how long on a statement is logged as a warning, 0 for never")
            .withDefault(Duration.ZERO);

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(
            MIN_SIZE,
            MAX_SIZE,
            CONNECT_TIMEOUT,
            ACQUIRE_TIMEOUT,
            QUERY_TIMEOUT,
            COMMIT_TIMEOUT,
            SETTLE_TIMEOUT,
            DISCONNECT_TIMEOUT,
            IDLE_TIMEOUT,
            MAX_LIFETIME,
            VALIDATE_AFTER,
            LEAK_DETECTION,
            FORCE_ROLLBACK,
            LOG_VALUES,
            SLOW_QUERY);

    private DatabaseOptions() {}
}
