package dev.databases;

import dev.databases.sql.Metadata;
import dev.databases.sql.Table;

/** The blocking view of a {@link Database}: the same connections, the same transactions. Safe for many threads. */
public final class BlockingDatabase extends BlockingQueries {
    private final Database database;

    BlockingDatabase(Database database) {
        super(database);
        this.database = database;
    }

    /**
     * Runs work on one connection, which nobody else uses meanwhile. The verbs of the database reach the same connection.
     *
     * @param work the work
     * @param <T> what it makes
     * @param <X> what it may throw
     * @return what it made
     * @throws X what the work threw
     */
    public <T, X extends Exception> T connection(Work<BlockingConnection, T, X> work) throws X {
        return BlockingWork.onConnection(database, work);
    }

    /**
     * Creates tables with their indexes, in the order given; skips what exists.
     *
     * @param tables the tables
     */
    public void create(Table... tables) {
        BlockingCall.await(() -> database.create(tables));
    }

    /**
     * Drops tables, in the order given; skips what does not exist.
     *
     * @param tables the tables
     */
    public void drop(Table... tables) {
        BlockingCall.await(() -> database.drop(tables));
    }

    /**
     * Creates all tables of a schema; skips what exists.
     *
     * @param metadata the schema
     */
    public void createAll(Metadata metadata) {
        BlockingCall.await(() -> database.createAll(metadata));
    }

    /**
     * Drops all tables of a schema; skips what does not exist.
     *
     * @param metadata the schema
     */
    public void dropAll(Metadata metadata) {
        BlockingCall.await(() -> database.dropAll(metadata));
    }
}
