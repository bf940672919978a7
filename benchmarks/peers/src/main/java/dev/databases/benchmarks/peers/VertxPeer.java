package dev.databases.benchmarks.peers;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.RowStream;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The client of Vert.x; with a limit for pipelining above 1, statements share connections and transactions wait once. */
final class VertxPeer implements Peer {
    private static final String ONE = Samples.numbered(Samples.ONE);
    private static final String TWENTY = Samples.numbered(Samples.TWENTY);
    private static final String INSERT = Samples.numbered(Samples.INSERT);
    private static final String UPDATE = Samples.numbered(Samples.UPDATE);
    private static final int FETCH_SIZE = 1_000;

    private final boolean pipelined;
    private final Pool pool;
    private final SqlClient client;

    VertxPeer(String host, int port, int pipelining) {
        pipelined = pipelining > 1;
        PoolOptions size = new PoolOptions().setMaxSize(POOL);
        PgConnectOptions server = new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase("postgres")
                .setUser("postgres")
                .setCachePreparedStatements(true)
                .setPipeliningLimit(pipelining);
        Vertx vertx = Vertx.vertx();
        pool = PgBuilder.pool().with(size).connectingTo(server).using(vertx).build();
        client = pipelined
                ? PgBuilder.client()
                        .with(size)
                        .connectingTo(server)
                        .using(vertx)
                        .build()
                : pool;
    }

    @Override
    public CompletableFuture<Long> run(Workload what, int key) {
        Future<Long> done = switch (what) {
            case ONE -> items(ONE, key);
            case TWENTY -> items(TWENTY, key);
            case INSERT -> insert(client, key).map(rows -> (long) rows.rowCount());
            case MANY -> many();
            case STREAM ->
                pool.withTransaction(
                        connection -> connection.prepare(Samples.STREAM).compose(VertxPeer::stream));
            case TRANSACTION -> pipelined ? pipelinedTransaction(key) : transaction(key);
            case ALL -> client.preparedQuery(Samples.ALL).execute().map(VertxPeer::wide);
        };
        return done.toCompletionStage().toCompletableFuture();
    }

    private Future<Long> items(String sql, int key) {
        return client.preparedQuery(sql).execute(Tuple.of(key)).map(rows -> {
            long sum = 0;
            for (Row row : rows) {
                sum += Samples.item(
                        row.getInteger(0),
                        row.getString(1),
                        row.getBigDecimal(2),
                        row.getDouble(3),
                        row.getBoolean(4),
                        row.getLocalDateTime(5));
            }
            return sum;
        });
    }

    private static Future<RowSet<Row>> insert(SqlClient client, int quantity) {
        return client.preparedQuery(INSERT).execute(Tuple.of(Samples.NAME, quantity, Samples.CREATED));
    }

    private Future<Long> many() {
        List<Tuple> rows = new ArrayList<>(Workload.ROWS_OF_MANY);
        for (int i = 0; i < Workload.ROWS_OF_MANY; i++) {
            rows.add(Tuple.of(Samples.NAME, i, Samples.CREATED));
        }
        return pool.withTransaction(connection ->
                connection.preparedQuery(INSERT).executeBatch(rows).map(done -> (long) rows.size()));
    }

    private static Future<Long> stream(PreparedStatement statement) {
        Promise<Long> end = Promise.promise();
        long[] sum = {0};
        RowStream<Row> rows = statement.createStream(FETCH_SIZE, Tuple.tuple());
        rows.exceptionHandler(end::tryFail);
        rows.endHandler(nothing -> end.tryComplete(sum[0]));
        rows.handler(row -> sum[0] += Samples.big(row.getInteger(0), row.getString(1), row.getDouble(2)));
        return end.future();
    }

    private Future<Long> transaction(int key) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(UPDATE)
                .execute(Tuple.of(key))
                .compose(updated -> connection.query("savepoint s").execute())
                .compose(saved -> insert(connection, key))
                .compose(inserted -> connection.query("release savepoint s").execute())
                .map(2L));
    }

    /** All six statements at once. */
    private Future<Long> pipelinedTransaction(int key) {
        return pool.withConnection(connection -> Future.all(List.of(
                        connection.query("begin").execute(),
                        connection.preparedQuery(UPDATE).execute(Tuple.of(key)),
                        connection.query("savepoint s").execute(),
                        insert(connection, key),
                        connection.query("release savepoint s").execute(),
                        connection.query("commit").execute()))
                .map(2L));
    }

    private static long wide(RowSet<Row> rows) {
        long sum = 0;
        for (Row row : rows) {
            sum += Samples.item(
                            row.getInteger(0),
                            row.getString(2),
                            row.getBigDecimal(3),
                            row.getDouble(4),
                            row.getBoolean(5),
                            row.getLocalDateTime(6))
                    + row.getLong(1)
                    + row.getLocalDate(7).getDayOfMonth()
                    + row.getString(8).length()
                    + row.getInteger(9);
        }
        return sum;
    }

    @Override
    public void close() {
        pool.close();
    }
}
