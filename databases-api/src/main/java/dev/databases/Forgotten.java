package dev.databases;

import java.lang.ref.Cleaner;

/**
 * Notices that a transaction which only its owner can end has none any more: the handle became unreachable, or the thread
 * that it was bound to is dead. It is told to the transaction, on a thread of its own.
 */
final class Forgotten {
    private static final Cleaner CLEANER = Cleaner.create(work -> {
        Thread thread = new Thread(work, "databases-forgotten");
        thread.setDaemon(true);
        return thread;
    });

    private Forgotten() {}

    /** Watches a handle, until it is cleaned; what is told must not refer to it. Telling one that has ended is harmless. */
    static Cleaner.Cleanable watch(Transaction handle, OpenTransaction open) {
        return CLEANER.register(handle, open::forgotten);
    }
}
