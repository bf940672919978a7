package dev.databases.core.pool;

/** Who asked for a connection; told exactly once. Must not throw. */
public interface Borrower {
    /** The connection is here; the lease must be released or destroyed. */
    void lent(Lease lease);

    /** There is none. */
    void refused(Throwable why);
}
