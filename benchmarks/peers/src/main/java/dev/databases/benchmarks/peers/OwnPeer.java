package dev.databases.benchmarks.peers;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** This library, by statements. */
final class OwnPeer implements Peer {
    private final Database database;

    OwnPeer(String host, int port) {
        database = connected(host, port);
    }

    static Database connected(String host, int port) {
        return Database.connect("postgresql://postgres@" + host + ":" + port + "/postgres?max_size=" + POOL)
                .join();
    }

    @Override
    public CompletableFuture<Long> run(Workload what, int key) {
        Map<String, Integer> id = Map.of("id", key);
        return switch (what) {
            case ONE ->
                database.fetchOne(OwnStatements.ONE, id).thenApply(row -> OwnStatements.item(row.orElseThrow()));
            case TWENTY -> database.fetchAll(OwnStatements.TWENTY, id).thenApply(OwnStatements::items);
            case INSERT ->
                database.execute(OwnStatements.INSERT, OwnStatements.entry(key)).thenApply(Result::rowsAffected);
            case MANY ->
                database.executeMany(OwnStatements.INSERT, OwnStatements.entries())
                        .thenApply(Result::rowsAffected);
            case STREAM -> {
                Summing<Row> rows = new Summing<>(OwnStatements::big);
                database.iterate(OwnStatements.STREAM).subscribe(rows);
                yield rows.sum();
            }
            case TRANSACTION -> transaction(key);
            case ALL -> database.fetchAll(OwnStatements.ALL).thenApply(OwnStatements::wide);
        };
    }

    private CompletableFuture<Long> transaction(int key) {
        return database.transaction(outer -> outer.execute(OwnStatements.UPDATE, Map.of("id", key))
                .thenCompose(updated ->
                        outer.transaction(inner -> inner.execute(OwnStatements.INSERT, OwnStatements.entry(key))
                                .thenApply(inserted -> updated.rowsAffected() + inserted.rowsAffected()))));
    }
}
