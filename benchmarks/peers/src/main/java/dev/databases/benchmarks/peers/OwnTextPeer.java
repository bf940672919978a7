package dev.databases.benchmarks.peers;

import static dev.databases.benchmarks.peers.OwnStatements.entry;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** This library, by the SQL text of the other peers. */
final class OwnTextPeer implements Peer {
    private static final String ONE = Samples.ONE.replace("?", ":id");
    private static final String TWENTY = Samples.TWENTY.replace("?", ":id");
    private static final String UPDATE = Samples.UPDATE.replace("?", ":id");
    private static final String INSERT = Samples.INSERT.replace("?, ?, ?", ":name, :quantity, :created");

    private final Database database;

    OwnTextPeer(String host, int port) {
        database = OwnPeer.connected(host, port);
    }

    @Override
    public CompletableFuture<Long> run(Workload what, int key) {
        Map<String, Integer> id = Map.of("id", key);
        return switch (what) {
            case ONE -> database.fetchOne(ONE, id).thenApply(row -> item(row.orElseThrow()));
            case TWENTY -> database.fetchAll(TWENTY, id).thenApply(OwnTextPeer::items);
            case INSERT -> database.execute(INSERT, entry(key)).thenApply(Result::rowsAffected);
            case MANY -> database.executeMany(INSERT, OwnStatements.entries()).thenApply(Result::rowsAffected);
            case STREAM -> {
                Summing<Row> rows = new Summing<>(OwnTextPeer::big);
                database.iterate(Samples.STREAM).subscribe(rows);
                yield rows.sum();
            }
            case TRANSACTION -> transaction(key);
            case ALL -> database.fetchAll(Samples.ALL).thenApply(OwnStatements::wide);
        };
    }

    private CompletableFuture<Long> transaction(int key) {
        return database.transaction(outer -> outer.execute(UPDATE, Map.of("id", key))
                .thenCompose(updated -> outer.transaction(inner -> inner.execute(INSERT, entry(key))
                        .thenApply(inserted -> updated.rowsAffected() + inserted.rowsAffected()))));
    }

    private static long items(List<Row> rows) {
        long sum = 0;
        for (Row row : rows) {
            sum += item(row);
        }
        return sum;
    }

    private static long item(Row row) {
        return Samples.item(
                value(row, 0, Integer.class),
                value(row, 1, String.class),
                value(row, 2, BigDecimal.class),
                value(row, 3, Double.class),
                value(row, 4, Boolean.class),
                value(row, 5, LocalDateTime.class));
    }

    private static long big(Row row) {
        return Samples.big(value(row, 0, Integer.class), value(row, 1, String.class), value(row, 2, Double.class));
    }

    private static <T> T value(Row row, int position, Class<T> type) {
        return Objects.requireNonNull(row.get(position, type));
    }
}
