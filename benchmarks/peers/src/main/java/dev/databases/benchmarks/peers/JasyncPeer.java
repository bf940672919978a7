package dev.databases.benchmarks.peers;

import com.github.jasync.sql.db.Connection;
import com.github.jasync.sql.db.ConnectionPoolConfigurationBuilder;
import com.github.jasync.sql.db.QueryResult;
import com.github.jasync.sql.db.RowData;
import com.github.jasync.sql.db.pool.ConnectionPool;
import com.github.jasync.sql.db.postgresql.PostgreSQLConnection;
import com.github.jasync.sql.db.postgresql.PostgreSQLConnectionBuilder;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import kotlin.jvm.functions.Function1;

/** jasync-sql with its own pool. It has neither batches nor streams: it sends one by one, and holds all rows. */
final class JasyncPeer implements Peer {
    private final ConnectionPool<PostgreSQLConnection> pool;

    JasyncPeer(String host, int port) {
        ConnectionPoolConfigurationBuilder config = new ConnectionPoolConfigurationBuilder();
        config.setHost(host);
        config.setPort(port);
        config.setDatabase("postgres");
        config.setUsername("postgres");
        config.setMaxActiveConnections(POOL);
        pool = PostgreSQLConnectionBuilder.createConnectionPool(config.build());
    }

    @Override
    public CompletableFuture<Long> run(Workload what, int key) {
        return switch (what) {
            case ONE -> pool.sendPreparedStatement(Samples.ONE, List.of(key)).thenApply(JasyncPeer::items);
            case TWENTY ->
                pool.sendPreparedStatement(Samples.TWENTY, List.of(key)).thenApply(JasyncPeer::items);
            case INSERT -> insert(pool, key).thenApply(QueryResult::getRowsAffected);
            case MANY -> pool.inTransaction(connection -> insertFrom(connection, 0));
            case STREAM -> pool.sendPreparedStatement(Samples.STREAM).thenApply(JasyncPeer::bigs);
            case TRANSACTION -> pool.inTransaction(savepoint(key));
            case ALL -> pool.sendPreparedStatement(Samples.ALL).thenApply(JasyncPeer::wide);
        };
    }

    private static CompletableFuture<QueryResult> insert(Connection connection, int quantity) {
        return connection.sendPreparedStatement(Samples.INSERT, List.of(Samples.NAME, quantity, Samples.CREATED));
    }

    private static CompletableFuture<Long> insertFrom(Connection connection, int quantity) {
        CompletableFuture<QueryResult> inserted = insert(connection, quantity);
        return quantity == Workload.ROWS_OF_MANY - 1
                ? inserted.thenApply(last -> (long) Workload.ROWS_OF_MANY)
                : inserted.thenComposeAsync(next -> insertFrom(connection, quantity + 1), Runnable::run);
    }

    private static Function1<Connection, CompletableFuture<Long>> savepoint(int key) {
        return connection -> connection
                .sendPreparedStatement(Samples.UPDATE, List.of(key))
                .thenCompose(updated -> connection.sendQuery("savepoint s"))
                .thenCompose(saved -> insert(connection, key))
                .thenCompose(inserted -> connection.sendQuery("release savepoint s"))
                .thenApply(released -> 2L);
    }

    private static <T> T value(RowData row, int position, Class<T> type) {
        return Objects.requireNonNull(type.cast(row.get(position)));
    }

    private static long items(QueryResult result) {
        long sum = 0;
        for (RowData row : result.getRows()) {
            sum += Samples.item(
                    value(row, 0, Integer.class),
                    value(row, 1, String.class),
                    value(row, 2, BigDecimal.class),
                    value(row, 3, Double.class),
                    value(row, 4, Boolean.class),
                    value(row, 5, LocalDateTime.class));
        }
        return sum;
    }

    private static long bigs(QueryResult result) {
        long sum = 0;
        for (RowData row : result.getRows()) {
            sum += Samples.big(value(row, 0, Integer.class), value(row, 1, String.class), value(row, 2, Double.class));
        }
        return sum;
    }

    private static long wide(QueryResult result) {
        long sum = 0;
        for (RowData row : result.getRows()) {
            sum += Samples.wide(row::get);
        }
        return sum;
    }

    @Override
    public void close() {
        pool.disconnect();
    }
}
