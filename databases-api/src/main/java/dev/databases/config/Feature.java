package dev.databases.config;

/** What a database can or cannot do; a dialect declares its set, and whatever needs a missing one is refused. */
public enum Feature {
    /** A generated key or other columns come back from INSERT by a RETURNING clause. */
    INSERT_RETURNING,
    /** UPDATE takes a RETURNING clause. */
    UPDATE_RETURNING,
    /** DELETE takes a RETURNING clause. */
    DELETE_RETURNING,
    /** Columns whose values are arrays. */
    ARRAYS,
    /** FULL OUTER JOIN. */
    FULL_JOIN,
    /** {@code NULLS FIRST} and {@code NULLS LAST} in ORDER BY. */
    NULLS_ORDER,
    /** {@code FILTER (WHERE …)} behind an aggregate function. */
    AGGREGATE_FILTER,
    /** ALTER TABLE can add a constraint to a table that exists. */
    ADD_CONSTRAINT,
    /** Transactions at an isolation level of the caller's choice. */
    ISOLATION_LEVELS,
    /** Transactions that the server itself keeps from writing. */
    READ_ONLY_TRANSACTIONS,
    /** Read-only serializable transactions that wait for a safe snapshot. */
    DEFERRABLE_TRANSACTIONS,
    /** Creating and dropping tables is part of a transaction and can be rolled back. */
    TRANSACTIONAL_DDL,
    /** After a failed statement a transaction refuses all others until it, or a savepoint, is rolled back. */
    ERROR_ABORTS_TRANSACTION
}
