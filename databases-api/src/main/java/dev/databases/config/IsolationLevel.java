package dev.databases.config;

/** The four levels of the SQL standard; a database may give more than is asked for, never less. */
public enum IsolationLevel {
    /** Other transactions' unfinished writes may be seen. */
    READ_UNCOMMITTED,
    /** Each statement sees what was committed before it began. */
    READ_COMMITTED,
    /** All statements see the same rows. */
    REPEATABLE_READ,
    /** As if transactions ran one after the other. */
    SERIALIZABLE;

    /**
     * Returns the level as SQL spells it.
     *
     * @return for example {@code READ COMMITTED}
     */
    public String sql() {
        return name().replace('_', ' ');
    }
}
