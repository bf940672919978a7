package dev.databases.benchmarks.peers;

/** What every peer does, one operation at a time for each caller. */
enum Workload {
    /** One row of six types by its key. */
    ONE,
    /** Twenty rows of six types. */
    TWENTY,
    /** One row inserted. */
    INSERT,
    /** 1,000 rows inserted in one transaction, by the peer's own way to run a statement for many rows. */
    MANY,
    /** 500,000 rows of three columns, one after the other. */
    STREAM,
    /** A transaction with an update, and an insert inside of a savepoint. */
    TRANSACTION,
    /** 10,000 rows of ten columns, all in memory, and then every value looked at. */
    ALL;

    static final int ROWS_OF_MANY = 1_000;

    /** Whether the table of inserted rows grows by it. */
    boolean inserts() {
        return this == INSERT || this == MANY || this == TRANSACTION;
    }
}
