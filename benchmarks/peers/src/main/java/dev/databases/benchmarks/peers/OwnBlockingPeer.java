package dev.databases.benchmarks.peers;

import dev.databases.BlockingDatabase;
import dev.databases.Row;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** This library by its blocking view. */
final class OwnBlockingPeer implements Peer {
    private final BlockingDatabase database;

    OwnBlockingPeer(String host, int port) {
        database = OwnPeer.connected(host, port).blocking();
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public CompletableFuture<Long> run(Workload what, int key) {
        return CompletableFuture.completedFuture(done(what, key));
    }

    private long done(Workload what, int key) {
        Map<String, Integer> id = Map.of("id", key);
        return switch (what) {
            case ONE ->
                OwnStatements.item(database.fetchOne(OwnStatements.ONE, id).orElseThrow());
            case TWENTY -> OwnStatements.items(database.fetchAll(OwnStatements.TWENTY, id));
            case INSERT ->
                database.execute(OwnStatements.INSERT, OwnStatements.entry(key)).rowsAffected();
            case MANY ->
                database.executeMany(OwnStatements.INSERT, OwnStatements.entries())
                        .rowsAffected();
            case STREAM -> {
                try (Stream<Row> rows = database.iterate(OwnStatements.STREAM)) {
                    yield rows.mapToLong(OwnStatements::big).sum();
                }
            }
            case TRANSACTION -> transaction(key);
            case ALL -> OwnStatements.wide(database.fetchAll(OwnStatements.ALL));
        };
    }

    private long transaction(int key) {
        return database.transaction(outer -> {
            long updated =
                    outer.execute(OwnStatements.UPDATE, Map.of("id", key)).rowsAffected();
            return outer.transaction(inner -> updated
                    + inner.execute(OwnStatements.INSERT, OwnStatements.entry(key))
                            .rowsAffected());
        });
    }
}
