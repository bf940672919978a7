package dev.databases.testkit.fake;

import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.ResultColumn;
import dev.databases.sql.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the fake server says to a text. It understands one word, behind SELECT, INSERT, UPDATE or nothing:
 *
 * <ul>
 *   <li>{@code ROWS 1000}: so many rows of one number, from 0 on
 *   <li>{@code ECHO :x}: one row with the arguments
 *   <li>{@code NEVER}: no answer until it is cancelled
 *   <li>{@code FAIL}: an error; {@code BUSY}: one that may be gone at the next try
 *   <li>{@code ENDS}: one row affected, and the transaction is committed by the way; {@code OPENS}: one is begun
 *   <li>{@code KEY}: one row affected and a generated key
 *   <li>COMMIT, ROLLBACK, SAVEPOINT, and anything else: one row affected
 * </ul>
 */
final class FakeAnswer {
    private static final Pattern WORD = Pattern.compile(
            "(?:SELECT |INSERT |UPDATE )?(ROWS|ECHO|NEVER|FAIL|BUSY|KEY|ENDS|OPENS|COMMIT|ROLLBACK)\\b *(\\d*).*");
    private static final AtomicLong KEYS = new AtomicLong();

    private final String word;
    private final long count;
    private final @Nullable Object[] arguments;
    private long given;

    private FakeAnswer(String word, long count, @Nullable Object[] arguments) {
        this.word = word;
        this.count = count;
        this.arguments = arguments;
    }

    static FakeAnswer to(String sql, @Nullable Object[] arguments) {
        Matcher matcher = WORD.matcher(sql);
        if (!matcher.matches()) {
            return new FakeAnswer("", 0, arguments);
        }
        String word = sql.startsWith("ROLLBACK TO") ? "ROLLBACK TO" : matcher.group(1);
        return switch (word) {
            case "ROWS" -> new FakeAnswer(word, Long.parseLong(matcher.group(2)), arguments);
            case "ECHO" -> new FakeAnswer(word, 1, arguments);
            default -> new FakeAnswer(word, 0, arguments);
        };
    }

    boolean isNever() {
        return word.equals("NEVER");
    }

    boolean isFailure() {
        return word.equals("FAIL") || isRetryable();
    }

    boolean isRetryable() {
        return word.equals("BUSY");
    }

    List<ResultColumn> columns() {
        return switch (word) {
            case "ROWS" -> List.of(new ResultColumn("n", SqlType.BIGINT));
            case "ECHO" ->
                Arrays.stream(arguments)
                        .map(argument -> new ResultColumn("echo", SqlType.ANY))
                        .toList();
            default -> List.of();
        };
    }

    boolean hasNext() {
        return given < count;
    }

    @Nullable
    Object[] next() {
        long n = given++;
        return word.equals("ROWS") ? new Object[] {n} : arguments.clone();
    }

    long affected() {
        return word.isEmpty() || word.equals("KEY") ? 1 : 0;
    }

    List<Object> keys() {
        return word.equals("KEY") ? List.of(KEYS.incrementAndGet()) : List.of();
    }

    /** What the connection is in afterwards, empty where that does not change. */
    Optional<Status> status() {
        return switch (word) {
            case "COMMIT", "ROLLBACK", "ENDS" -> Optional.of(Status.IDLE);
            case "OPENS", "ROLLBACK TO" -> Optional.of(Status.IN_TRANSACTION);
            default -> Optional.empty();
        };
    }
}
