package dev.databases.backend.mysql;

import dev.databases.backend.mysql.MysqlOptions.SslMode;
import dev.databases.backend.mysql.codec.Codecs;
import dev.databases.config.HostAndPort;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.jasync.Loops;
import dev.databases.jasync.MysqlConnecting;
import dev.databases.jasync.MysqlGreeting;
import dev.databases.jasync.MysqlLogin;
import dev.databases.jasync.Tls;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes connections: asks for the password, looks up the hosts, and tries their addresses in order until one answers. */
final class Connecting {
    private static final Map<String, String> ATTRIBUTES =
            Map.of("_client_name", "databases", "program_name", "databases");
    /** A server that does not let us in within this time does not stop anything either. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Too many connections, shutting down, blocked after too many errors. */
    private static final Set<Integer> UNAVAILABLE = Set.of(1040, 1053, 1129, 1203);

    private final Loops loops;
    private final MysqlSettings settings;
    private final Codecs codecs;
    private final List<String> setup;
    private volatile @Nullable SslContext tls;

    Connecting(Loops loops, MysqlSettings settings) {
        this.loops = loops;
        this.settings = settings;
        this.codecs = new Codecs(settings.zone());
        this.setup = new ArrayList<>(List.of("SET NAMES utf8mb4, autocommit = 1"));
        setup.addAll(settings.sessionSetup());
    }

    CompletionStage<BackendConnection> connect(Duration timeout, Events events) {
        long deadline = System.nanoTime() + timeout.toNanos();
        return CompletableFuture.supplyAsync(this::logins, loops.blocking())
                .thenCompose(logins -> new Search(logins, deadline, events).next())
                .thenApply(MysqlConnection::new);
    }

    /** Where to connect, in order; what it takes may block. */
    private Deque<MysqlLogin> logins() {
        String password = password();
        Deque<MysqlLogin> logins = new ArrayDeque<>();
        List<UnknownHostException> unknown = new ArrayList<>();
        for (HostAndPort place : settings.hosts()) {
            try {
                addresses(place).forEach(address -> logins.add(login(place, address, password)));
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

    private @Nullable String password() {
        return settings.password().map(Supplier::get).orElse(null);
    }

    private static List<SocketAddress> addresses(HostAndPort place) throws UnknownHostException {
        if (place.isUnixSocket()) {
            return List.of(UnixDomainSocketAddress.of(place.host()));
        }
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(place.host())) {
            addresses.add(new InetSocketAddress(address, port(place)));
        }
        return addresses;
    }

    private static int port(HostAndPort place) {
        return place.port().orElse(MysqlDialect.PORT);
    }

    private MysqlLogin login(HostAndPort place, SocketAddress address, @Nullable String password) {
        return new MysqlLogin(
                place.host(),
                port(place),
                address,
                settings.user(),
                password,
                settings.database().orElse(""),
                ATTRIBUTES,
                tls(),
                settings.sslMode() == SslMode.VERIFY_FULL,
                settings.allowPublicKeyRetrieval());
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

    /** Has a server stop what it does for a connection, by another connection to the same address. */
    private CompletionStage<Void> kill(MysqlLogin login, long connection) {
        return CompletableFuture.supplyAsync(() -> login.withPassword(password()), loops.blocking())
                .thenCompose(again -> MysqlConnecting.connect(loops, again, PATIENCE, new Side()))
                .thenCompose(side -> {
                    MyControl kill = MyControl.of(side, "KILL QUERY " + connection);
                    side.submit(kill);
                    return kill.completion().whenComplete((done, failure) -> side.close());
                })
                .handle((done, failure) -> null); // a cancel that did not arrive changes nothing
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** One search for a server that answers. */
    private final class Search {
        private final Deque<MysqlLogin> logins;
        private final long deadline;
        private final Events events;
        private boolean refused;

        Search(Deque<MysqlLogin> logins, long deadline, Events events) {
            this.logins = logins;
            this.deadline = deadline;
            this.events = events;
        }

        /** Tries the next address; the time that is left is shared by those that are left. */
        CompletionStage<MySession> next() {
            Duration share = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()))
                    .dividedBy(logins.size());
            MysqlLogin login = logins.remove();
            long end = System.nanoTime() + share.toNanos();
            return MysqlConnecting.connect(loops, login, share, new Entry(login))
                    .thenCompose(session -> setUp(login, session, end))
                    .handle((session, failure) ->
                            failure == null ? CompletableFuture.completedStage(session) : afterFailure(failure))
                    .thenCompose(stage -> stage);
        }

        private CompletionStage<MySession> setUp(MysqlLogin login, MySession session, long end) {
            MySetup first = new MySetup(session, setup);
            session.submit(first);
            return first.completion()
                    .toCompletableFuture()
                    .thenApply(done -> session)
                    .orTimeout(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                    .exceptionallyCompose(failure -> {
                        session.abort();
                        return CompletableFuture.failedStage(
                                failure instanceof TimeoutException
                                        ? new ConnectionException(login + " did not answer in time", null, failure)
                                        : failure);
                    });
        }

        private CompletionStage<MySession> afterFailure(Throwable failure) {
            Throwable why = unwrapped(failure);
            if (refused || logins.isEmpty() || System.nanoTime() - deadline >= 0) {
                return CompletableFuture.failedStage(why);
            }
            return next().exceptionallyCompose(later -> {
                why.addSuppressed(later);
                return CompletableFuture.failedStage(why);
            });
        }

        /** A way into one server. */
        private final class Entry implements MysqlLogin.Outcome<MySession> {
            private final MysqlLogin login;

            Entry(MysqlLogin login) {
                this.login = login;
            }

            @Override
            public MySession welcomed(MysqlGreeting greeting) {
                return new MySession(
                        greeting,
                        settings.statementCacheSize(),
                        codecs,
                        () -> kill(login, greeting.connectionId()),
                        events);
            }

            /** What a server says counts, unless it is only that it cannot serve now. */
            @Override
            public DatabaseException refused(int code, String state, String message) {
                refused = !UNAVAILABLE.contains(code);
                return MysqlErrors.of(code, state, message, null, "");
            }
        }
    }

    /** A connection that is made to say one thing. */
    private final class Side implements MysqlLogin.Outcome<MySession>, Events {
        @Override
        public MySession welcomed(MysqlGreeting greeting) {
            return new MySession(greeting, 0, codecs, () -> CompletableFuture.completedStage(null), this);
        }

        @Override
        public DatabaseException refused(int code, String state, String message) {
            return MysqlErrors.of(code, state, message, null, "");
        }

        @Override
        public void closed(Throwable why) {}

        @Override
        public void notice(String text) {}
    }
}
