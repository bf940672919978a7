package dev.databases.benchmarks.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** pgjdbc with HikariCP on platform threads; batches are rewritten to multi-row VALUES. */
final class JdbcPeer implements Peer {
    private static final int FETCH_SIZE = 1_000;

    private final HikariDataSource pool;

    JdbcPeer(String host, int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://" + host + ":" + port + "/postgres?reWriteBatchedInserts=true");
        config.setUsername("postgres");
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(POOL);
        pool = new HikariDataSource(config);
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public CompletableFuture<Long> run(Workload what, int key) {
        try (Connection connection = pool.getConnection()) {
            return CompletableFuture.completedFuture(run(connection, what, key));
        } catch (SQLException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static long run(Connection connection, Workload what, int key) throws SQLException {
        return switch (what) {
            case ONE -> items(connection, Samples.ONE, key);
            case TWENTY -> items(connection, Samples.TWENTY, key);
            case INSERT -> insert(connection, key);
            case ALL -> all(connection);
            case MANY, STREAM, TRANSACTION -> inTransaction(connection, what, key);
        };
    }

    private static long inTransaction(Connection connection, Workload what, int key) throws SQLException {
        connection.setAutoCommit(false);
        try {
            long done = switch (what) {
                case MANY -> many(connection);
                case STREAM -> stream(connection);
                default -> savepoint(connection, key);
            };
            connection.commit();
            return done;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static long items(Connection connection, String sql, int key) throws SQLException {
        long sum = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, key);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sum += Samples.item(
                            row.getInt(1),
                            row.getString(2),
                            row.getBigDecimal(3),
                            row.getDouble(4),
                            row.getBoolean(5),
                            row.getObject(6, LocalDateTime.class));
                }
            }
        }
        return sum;
    }

    private static long insert(Connection connection, int quantity) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Samples.INSERT)) {
            bind(statement, quantity);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int quantity) throws SQLException {
        statement.setString(1, Samples.NAME);
        statement.setInt(2, quantity);
        statement.setObject(3, Samples.CREATED);
    }

    private static long many(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Samples.INSERT)) {
            for (int i = 0; i < Workload.ROWS_OF_MANY; i++) {
                bind(statement, i);
                statement.addBatch();
            }
            return statement.executeBatch().length;
        }
    }

    private static long stream(Connection connection) throws SQLException {
        long sum = 0;
        try (PreparedStatement statement = connection.prepareStatement(Samples.STREAM)) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sum += Samples.big(row.getInt(1), row.getString(2), row.getDouble(3));
                }
            }
        }
        return sum;
    }

    private static long savepoint(Connection connection, int key) throws SQLException {
        long done;
        try (PreparedStatement statement = connection.prepareStatement(Samples.UPDATE)) {
            statement.setInt(1, key);
            done = statement.executeUpdate();
        }
        Savepoint savepoint = connection.setSavepoint();
        done += insert(connection, key);
        connection.releaseSavepoint(savepoint);
        return done;
    }

    private static long all(Connection connection) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(Samples.ALL);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(values(row));
            }
        }
        long sum = 0;
        for (Object[] row : rows) {
            sum += Samples.wide(i -> row[i]);
        }
        return sum;
    }

    private static Object[] values(ResultSet row) throws SQLException {
        BigDecimal number = row.getBigDecimal(4);
        return new Object[] {
            row.getInt(1),
            row.getLong(2),
            row.getString(3),
            number,
            row.getDouble(5),
            row.getBoolean(6),
            row.getObject(7, LocalDateTime.class),
            row.getObject(8, LocalDate.class),
            row.getString(9),
            row.getInt(10)
        };
    }

    @Override
    public void close() {
        pool.close();
    }
}
