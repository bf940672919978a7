package dev.databases.backend.postgres;

import dev.databases.backend.postgres.PostgresOptions.SslMode;
import dev.databases.config.HostAndPort;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.jasync.Greeting;
import dev.databases.jasync.Loops;
import dev.databases.jasync.PostgresConnecting;
import dev.databases.jasync.PostgresLogin;
import dev.databases.jasync.Tls;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes connections: asks for the password, looks up the hosts, and tries their addresses in order until one answers. */
final class Connecting {
    private final Loops loops;
    private final PostgresSettings settings;
    private final Map<String, String> startup;
    private volatile @Nullable SslContext tls;

    Connecting(Loops loops, PostgresSettings settings) {
        this.loops = loops;
        this.settings = settings;
        this.startup = startup(settings);
    }

    /** Values are written and read as text in these forms only. */
    private static Map<String, String> startup(PostgresSettings settings) {
        Map<String, String> startup = new LinkedHashMap<>();
        startup.put("database", settings.database());
        if (!settings.applicationName().isEmpty()) {
            startup.put("application_name", settings.applicationName());
        }
        startup.put("client_encoding", "UTF8");
        startup.put("DateStyle", "ISO");
        startup.put("IntervalStyle", "iso_8601");
        startup.putAll(settings.session());
        return startup;
    }

    CompletionStage<BackendConnection> connect(Duration timeout, Events events) {
        long deadline = System.nanoTime() + timeout.toNanos();
        return CompletableFuture.supplyAsync(this::logins, loops.blocking())
                .thenCompose(logins -> new Search(logins, deadline, events).next())
                .thenApply(PostgresConnection::new);
    }

    /** Where to connect, in order; what it takes may block. */
    private Deque<PostgresLogin> logins() {
        String password = settings.password().map(Supplier::get).orElse(null);
        Deque<PostgresLogin> logins = new ArrayDeque<>();
        List<UnknownHostException> unknown = new ArrayList<>();
        for (HostAndPort place : settings.hosts()) {
            try {
                for (InetAddress address : addresses(place)) {
                    logins.add(login(place, address, password));
                }
            } catch (UnknownHostException failure) {
                unknown.add(failure);
            }
        }
        if (logins.isEmpty()) {
            throw new ConnectionException(
                    "the host is not known: " + settings.hosts(), "is it spelled right?", unknown.get(0));
        }
        return logins;
    }

    private static InetAddress[] addresses(HostAndPort place) throws UnknownHostException {
        return place.isUnixSocket()
                ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                : InetAddress.getAllByName(place.host());
    }

    private PostgresLogin login(HostAndPort place, InetAddress address, @Nullable String password) {
        return new PostgresLogin(
                place.host(),
                address,
                place.port().orElse(PostgresDialect.PORT),
                PostgresSettings.socket(place).orElse(null),
                settings.user(),
                password,
                startup,
                tls(),
                settings.sslMode() == SslMode.VERIFY_FULL);
    }

    private @Nullable SslContext tls() {
        if (settings.sslMode() == SslMode.DISABLE) {
            return null;
        }
        SslContext known = tls;
        if (known == null) {
            known = Tls.context(
                    settings.sslMode() != SslMode.REQUIRE,
                    settings.rootCertificate().orElse(null),
                    settings.certificate().orElse(null),
                    settings.key().orElse(null));
            tls = known;
        }
        return known;
    }

    /** One search for a server that answers. */
    private final class Search implements PostgresLogin.Outcome<PgSession> {
        private final Deque<PostgresLogin> logins;
        private final long deadline;
        private final Events events;
        private boolean refused;

        Search(Deque<PostgresLogin> logins, long deadline, Events events) {
            this.logins = logins;
            this.deadline = deadline;
            this.events = events;
        }

        /** Tries the next address; the time that is left is shared by those that are left. */
        CompletionStage<PgSession> next() {
            Duration share = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()))
                    .dividedBy(logins.size());
            return PostgresConnecting.connect(loops, logins.remove(), share, this)
                    .handle((session, failure) ->
                            failure == null ? CompletableFuture.completedStage(session) : afterFailure(failure))
                    .thenCompose(stage -> stage);
        }

        private CompletionStage<PgSession> afterFailure(Throwable failure) {
            Throwable why =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (refused || logins.isEmpty() || System.nanoTime() - deadline >= 0) {
                return CompletableFuture.failedStage(why);
            }
            return next().exceptionallyCompose(later -> {
                why.addSuppressed(later);
                return CompletableFuture.failedStage(why);
            });
        }

        @Override
        public PgSession welcomed(Greeting greeting) {
            return new PgSession(greeting, settings.statementCacheSize(), events);
        }

        /** What a server says counts, unless it is only that it cannot serve now. */
        @Override
        public DatabaseException refused(Map<Character, String> fields) {
            String state = fields.getOrDefault('C', "");
            refused = !state.startsWith("57P") && !state.startsWith("53");
            return PostgresErrors.of(fields, null, "");
        }
    }
}
