package dev.databases.benchmarks.peers;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** r2dbc-postgresql with r2dbc-pool. */
final class R2dbcPeer implements Peer {
    private static final String ONE = Samples.numbered(Samples.ONE);
    private static final String TWENTY = Samples.numbered(Samples.TWENTY);
    private static final String INSERT = Samples.numbered(Samples.INSERT);
    private static final String UPDATE = Samples.numbered(Samples.UPDATE);
    private static final int FETCH_SIZE = 1_000;
    private static final List<Class<?>> WIDE = List.of(
            Integer.class,
            Long.class,
            String.class,
            BigDecimal.class,
            Double.class,
            Boolean.class,
            LocalDateTime.class,
            LocalDate.class,
            String.class,
            Integer.class);

    private final ConnectionPool pool;

    R2dbcPeer(String host, int port) {
        PostgresqlConnectionFactory factory =
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(host)
                        .port(port)
                        .database("postgres")
                        .username("postgres")
                        .build());
        pool = new ConnectionPool(ConnectionPoolConfiguration.builder(factory)
                .initialSize(POOL)
                .maxSize(POOL)
                .build());
        pool.warmup().block();
    }

    @Override
    public CompletableFuture<Long> run(Workload what, int key) {
        return Flux.usingWhen(pool.create(), connection -> run(connection, what, key), Connection::close)
                .reduce(0L, Long::sum)
                .toFuture();
    }

    private static Publisher<Long> run(Connection connection, Workload what, int key) {
        return switch (what) {
            case ONE -> items(connection, ONE, key);
            case TWENTY -> items(connection, TWENTY, key);
            case INSERT -> insert(connection, key);
            case ALL -> all(connection);
            case MANY -> inTransaction(connection, many(connection));
            case STREAM -> inTransaction(connection, stream(connection));
            case TRANSACTION -> inTransaction(connection, savepoint(connection, key));
        };
    }

    private static Flux<Long> inTransaction(Connection connection, Flux<Long> work) {
        return Mono.from(connection.beginTransaction())
                .thenMany(work)
                .concatWith(Mono.from(connection.commitTransaction()).then(Mono.empty()));
    }

    private static Flux<Long> items(Connection connection, String sql, int key) {
        return Flux.from(connection.createStatement(sql).bind(0, key).execute())
                .concatMap(result -> result.map(R2dbcPeer::item));
    }

    private static Long item(Readable row) {
        return Samples.item(
                value(row, 0, Integer.class),
                value(row, 1, String.class),
                value(row, 2, BigDecimal.class),
                value(row, 3, Double.class),
                value(row, 4, Boolean.class),
                value(row, 5, LocalDateTime.class));
    }

    private static <T> T value(Readable row, int position, Class<T> type) {
        return Objects.requireNonNull(row.get(position, type));
    }

    private static Flux<Long> updated(Statement statement) {
        return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated);
    }

    private static Flux<Long> insert(Connection connection, int quantity) {
        return updated(bound(connection.createStatement(INSERT), quantity));
    }

    private static Statement bound(Statement statement, int quantity) {
        return statement.bind(0, Samples.NAME).bind(1, quantity).bind(2, Samples.CREATED);
    }

    private static Flux<Long> many(Connection connection) {
        return Flux.defer(() -> {
            Statement statement = bound(connection.createStatement(INSERT), 0);
            for (int i = 1; i < Workload.ROWS_OF_MANY; i++) {
                bound(statement.add(), i);
            }
            return updated(statement);
        });
    }

    private static Flux<Long> stream(Connection connection) {
        return Flux.from(connection
                        .createStatement(Samples.STREAM)
                        .fetchSize(FETCH_SIZE)
                        .execute())
                .concatMap(result -> result.map(row -> Samples.big(
                        value(row, 0, Integer.class), value(row, 1, String.class), value(row, 2, Double.class))));
    }

    private static Flux<Long> savepoint(Connection connection, int key) {
        return updated(connection.createStatement(UPDATE).bind(0, key))
                .concatWith(Mono.from(connection.createSavepoint("s")).then(Mono.empty()))
                .concatWith(Flux.defer(() -> insert(connection, key)))
                .concatWith(Mono.from(connection.releaseSavepoint("s")).then(Mono.empty()));
    }

    private static Flux<Long> all(Connection connection) {
        return Flux.from(connection.createStatement(Samples.ALL).execute())
                .concatMap(result -> result.map(R2dbcPeer::values))
                .collectList()
                .map(rows -> rows.stream()
                        .mapToLong(row -> Samples.wide(i -> row[i]))
                        .sum())
                .flux();
    }

    private static Object[] values(Readable row) {
        Object[] values = new Object[WIDE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(row, i, WIDE.get(i));
        }
        return values;
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
