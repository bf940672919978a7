package dev.databases.backend.postgres;

import dev.databases.Database;
import dev.databases.Queries;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.postgres.Postgres;
import dev.databases.servers.Certificates;
import dev.databases.servers.Proxy;
import dev.databases.servers.Proxy.From;
import dev.databases.spi.Backend.Events;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Conversations with a server to be cut by {@link CutTest}, and a lane in which one after the other is held. */
final class Cuts {
    static final String NAME = "databases cuts";
    private static final String ROWS = "SELECT n, 'text ' || n AS t FROM generate_series(1, 40) n";
    private static final String INSERT = "INSERT INTO cut VALUES (:run, :n)";

    private Cuts() {}

    /** What is said. A run writes its number, or nothing. */
    enum Scenario {
        CONNECT_TRUST(0) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.connect(lane.trusted);
            }
        },
        CONNECT_SCRAM(0) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.connect(lane.scram);
            }
        },
        CONNECT_TLS(0) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.connect(lane.tls);
            }
        },
        EXECUTE(1) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.database.execute(INSERT, Map.of("run", run, "n", 1));
            }
        },
        FETCH(0) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.database.fetchAll(ROWS);
            }
        },
        STREAM(0) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                Reader reader = new Reader();
                lane.database.iterate(ROWS).subscribe(reader);
                return reader.done;
            }
        },
        TRANSACTION(3) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.database.transaction(tx -> tx.execute(INSERT, Map.of("run", run, "n", 1))
                        .thenCompose(first -> tx.transaction(inner -> inner.execute(INSERT, Map.of("run", run, "n", 2))
                                .thenCompose(second ->
                                        inner.fetchAll("SELECT n FROM cut WHERE run = :run", Map.of("run", run)))))
                        .thenCompose(rows -> tx.execute(INSERT, Map.of("run", run, "n", 3))));
            }
        },
        MANY(5) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                List<Map<String, Object>> rows = new ArrayList<>();
                for (int i = 0; i < written; i++) {
                    rows.add(Map.of("run", run, "n", i));
                }
                return lane.database.executeMany(INSERT, rows);
            }
        },
        COPY_IN(4) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.copyIn(lane.database, run, 0, written);
            }
        },
        COPY_OUT(0) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                Collected collected = new Collected();
                return postgres(lane.database)
                        .copyOut("COPY (" + ROWS + ") TO STDOUT", collected)
                        .thenAccept(count -> {
                            if (count != 40 || collected.done.join().lines().count() != 40) {
                                throw new AssertionError(count + " rows");
                            }
                        });
            }
        },
        COPY_IN_TRANSACTION(4) {
            @Override
            CompletableFuture<?> run(Lane lane, int run) {
                return lane.database.transaction((Transaction tx) -> lane.copyIn(tx, run, 0, 3)
                        .thenCompose(rows -> tx.transaction((Transaction inner) -> lane.copyIn(inner, run, 3, 4))));
            }
        };

        /** How many rows a run writes. */
        final int written;

        Scenario(int written) {
            this.written = written;
        }

        abstract CompletableFuture<?> run(Lane lane, int run);

        boolean connects() {
            return name().startsWith("CONNECT");
        }
    }

    private static Postgres postgres(Queries queries) {
        return queries.unwrap(Postgres.class).orElseThrow();
    }

    private static final Events QUIET = new Events() {
        @Override
        public void closed(Throwable why) {}

        @Override
        public void notice(String text) {}
    };

    /** Asks for a few rows at a time, and checks their order. */
    private static final class Reader implements Flow.Subscriber<Row> {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private int rows;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(7);
        }

        @Override
        public void onNext(Row row) {
            rows++;
            if (row.get(0, Integer.class) != rows || !row.get(1, String.class).equals("text " + rows)) {
                done.completeExceptionally(new AssertionError("row " + rows + " is " + row));
            }
            if (rows % 7 == 0) {
                subscription.request(7);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            if (rows != 40) {
                done.completeExceptionally(new AssertionError(rows + " rows"));
            }
            done.complete(null);
        }
    }

    /** A proxy and what talks through it, one conversation at a time. */
    static final class Lane implements AutoCloseable {
        final Proxy proxy;
        final Database database;
        private final Duration connectLimit;
        final PostgresBackend trusted;
        final PostgresBackend scram;
        final PostgresBackend tls;

        Lane(int server, String password, Certificates certificates, Duration connectLimit, String options)
                throws IOException {
            this.connectLimit = connectLimit;
            proxy = new Proxy(server);
            DatabaseUrl url = DatabaseUrl.of(
                            "postgresql://postgres@127.0.0.1:" + proxy.port() + "/postgres?max_size=1" + options)
                    .withOption("application_name", NAME);
            database = Database.of(url);
            database.connect().join();
            trusted = backend(url);
            scram = backend(url.withUsername("app").withPassword(password));
            tls = backend(url.withUsername("tlsonly")
                    .withPassword(password)
                    .withOption("sslmode", "verify-ca")
                    .withOption("sslrootcert", certificates.certificate().toString()));
        }

        /** Until the first answer after the login, which core does not wait for any longer either. */
        private CompletableFuture<?> connect(PostgresBackend backend) {
            return backend.connect(connectLimit, QUIET)
                    .thenCompose(connection -> {
                        CompletableFuture.delayedExecutor(connectLimit.toMillis(), TimeUnit.MILLISECONDS)
                                .execute(connection::abort);
                        return connection.validate().whenComplete((nothing, failure) -> connection.abort());
                    })
                    .toCompletableFuture();
        }

        private static PostgresBackend backend(DatabaseUrl url) {
            List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
            known.addAll(PostgresOptions.ALL);
            return new PostgresBackend(PostgresSettings.of(url, Options.of(known, url, Map.of())));
        }

        /** In one buffer, so that a conversation is always as long. */
        CompletableFuture<?> copyIn(Queries queries, int run, int from, int to) {
            String rows = IntStream.range(from, to)
                    .mapToObj(n -> run + "\t" + n + "\n")
                    .collect(Collectors.joining());
            return postgres(queries).copyIn("COPY cut FROM STDIN", Source.of(rows));
        }

        boolean works() throws Exception {
            return database.fetchVal("SELECT 2 + 2", Integer.class)
                    .get(60, TimeUnit.SECONDS)
                    .equals(Optional.of(4));
        }

        /** How many bytes each side says in a conversation that nobody disturbs. */
        long[] length(Scenario scenario, int run) throws Exception {
            long client = proxy.passed(From.CLIENT);
            long server = proxy.passed(From.SERVER);
            scenario.run(this, run).get(60, TimeUnit.SECONDS);
            return new long[] {proxy.passed(From.CLIENT) - client, proxy.passed(From.SERVER) - server};
        }

        @Override
        public void close() throws IOException {
            database.close();
            for (PostgresBackend each : List.of(trusted, scram, tls)) {
                each.close().toCompletableFuture().join();
            }
            proxy.close();
        }
    }
}
