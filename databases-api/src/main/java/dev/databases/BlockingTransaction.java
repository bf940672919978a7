package dev.databases;

import dev.databases.core.task.TaskContext;

/**
 * An open transaction of a thread; closing it rolls back unless it was committed. The thread that began it is in it until
 * then, so the verbs of the database reach it too. Closed by another thread it is rolled back all the same, but the thread
 * that began it stays in it, where every verb fails, until it closes it as well.
 */
public final class BlockingTransaction extends BlockingQueries implements AutoCloseable {
    private final Transaction transaction;

    private BlockingTransaction(Transaction transaction) {
        super(transaction);
        this.transaction = transaction;
    }

    static BlockingTransaction bound(Transaction transaction) {
        TaskContext.swap(TaskContext.entering(transaction.core(), transaction.route()));
        transaction.core().escapes().opened(transaction);
        return new BlockingTransaction(transaction);
    }

    /**
     * Commits.
     *
     * @throws dev.databases.error.TransactionException if the transaction has ended, if others are open inside it (nothing
     *     has changed then), or if the server rolled back instead
     */
    public void commit() {
        end(true);
    }

    /**
     * Rolls back.
     *
     * @throws dev.databases.error.TransactionException if the transaction has ended or others are open inside it
     */
    public void rollback() {
        end(false);
    }

    private void end(boolean commit) {
        BlockingCall.awaitEnd(() -> commit ? transaction.commit() : transaction.rollback());
    }

    boolean isRoot() {
        return transaction.isRoot();
    }

    /**
     * Rolls back unless the transaction was committed or rolled back, and takes this thread out of it. Twice is harmless.
     *
     * <p>Another thread than the one that began may call it too: the transaction ends all the same, but the thread that
     * began stays in it, ended as it is, and is refused every statement until it calls this itself.
     */
    @Override
    public void close() {
        TaskContext.swap(TaskContext.leaving(transaction.core(), transaction.route()));
        if (!transaction.hasEnded()) {
            BlockingCall.awaitEnd(transaction::abandon);
        }
    }
}
