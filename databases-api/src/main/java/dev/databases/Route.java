package dev.databases;

import dev.databases.core.task.TaskFuture;
import dev.databases.core.transaction.Session;
import org.jspecify.annotations.Nullable;

/** Where statements go: to any connection of the pool, or to the session that the task is in. */
sealed interface Route {
    /** Runs one statement. */
    void run(Operation<?> operation, boolean streaming);

    /** Opens a transaction: a new one, or one nested in what the route is in. */
    TaskFuture<OpenTransaction> open(Beginning how);

    /** Through the pool, each statement for itself. */
    record ToPool(DatabaseCore core) implements Route {
        @Override
        public void run(Operation<?> operation, boolean streaming) {
            core.escapes().outside(operation);
            if (core.wrapsOneShots()) {
                OpenTransaction.around(this, operation);
                return;
            }
            operation.runOneShot(!streaming && operation.plan.isShareable());
        }

        @Override
        public TaskFuture<OpenTransaction> open(Beginning how) {
            return OpenTransaction.onNewSession(core, how);
        }
    }

    /**
     * On one session, in order; also what the task context carries.
     *
     * @param scope the transaction, null for a pinned connection outside of any
     */
    record ToSession(DatabaseCore core, Session session, Session.@Nullable Scope scope) implements Route {
        @Override
        public void run(Operation<?> operation, boolean streaming) {
            if (scope == null && !streaming && core.wrapsOneShots()) {
                OpenTransaction.around(this, operation);
            } else {
                operation.runIn(session, scope);
            }
        }

        @Override
        public TaskFuture<OpenTransaction> open(Beginning how) {
            return OpenTransaction.onSession(this, how);
        }
    }
}
