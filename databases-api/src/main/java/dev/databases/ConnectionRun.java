package dev.databases;

import dev.databases.core.pool.Borrower;
import dev.databases.core.pool.Lease;
import dev.databases.core.site.CallSite;
import dev.databases.core.task.TaskContext;
import dev.databases.core.task.TaskFuture;
import dev.databases.core.transaction.Session;
import dev.databases.core.transaction.Work;
import dev.databases.error.ConnectionException;
import dev.databases.spi.BackendConnection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pins a connection for a body, and gives it back when the body and all statements that it left behind have ended. */
final class ConnectionRun<T> implements Borrower {
    private final DatabaseCore core;
    private final Function<? super Connection, ? extends CompletionStage<T>> body;
    private final TaskFuture<T> result = new TaskFuture<>();
    private final @Nullable Thread caller = BlockingCall.caller();
    private final Thread origin = Thread.currentThread();
    private final @Nullable TaskContext outer = TaskContext.current();
    private @Nullable CallSite site;
    private volatile @Nullable Lease asked;
    private volatile @Nullable TaskFuture<T> inside;
    private volatile boolean abandoned;

    ConnectionRun(DatabaseCore core, Function<? super Connection, ? extends CompletionStage<T>> body) {
        this.core = core;
        this.body = body;
        result.onAbandon(this::abandon);
    }

    TaskFuture<T> start(Route route) {
        if (route instanceof Route.ToSession session) {
            run(session).whenComplete(this::finish);
        } else {
            site = CallSite.here();
            asked = core.pool().acquire(true, true, this);
        }
        return result;
    }

    @Override
    public void lent(Lease lease) {
        Session session = new Session(lease.connection(), core.settings().forceRollback());
        Route.ToSession route = new Route.ToSession(core, session, null);
        core.handOn(
                origin,
                () -> run(route)
                        .whenComplete((value, failure) ->
                                new GivingBack(lease, session, () -> finish(value, failure)).begin()));
    }

    @Override
    public void refused(Throwable why) {
        finish(null, why);
    }

    @Override
    public void recall() {
        abandon();
    }

    @Override
    public String purpose() {
        return "for a connection pinned at " + site;
    }

    private void abandon() {
        abandoned = true;
        Lease waiting = asked;
        if (waiting != null && waiting.cancel()) {
            refused(new CancellationException("the body was cancelled before it had a connection"));
        }
        TaskFuture<T> stage = inside;
        if (stage != null) {
            stage.abandon();
        }
    }

    private CompletionStage<T> run(Route.ToSession route) {
        Connection connection = new Connection(core, route);
        CompletionStage<T> stage = TaskContext.call(
                outer, () -> TaskContext.call(TaskContext.entering(core, route), () -> stageOf(connection)));
        if (stage instanceof TaskFuture<T> ours) {
            inside = ours;
            if (abandoned) {
                ours.abandon();
            }
        }
        return stage;
    }

    private CompletionStage<T> stageOf(Connection connection) {
        try {
            CompletionStage<T> stage = body.apply(connection);
            return stage != null
                    ? stage
                    : CompletableFuture.failedStage(
                            new IllegalStateException("the body of connection(…) returned null instead of a stage"));
        } catch (Throwable thrown) { // reported by the result
            return CompletableFuture.failedStage(thrown);
        }
    }

    private void finish(@Nullable T value, @Nullable Throwable failure) {
        core.callback(caller, () -> {
            if (failure == null) {
                result.succeed(value);
            } else {
                result.fail(Failures.unwrapped(failure));
            }
        });
    }

    /** The last work on a pinned connection: when its turn has come, nothing is left to do and the connection goes back. */
    private final class GivingBack implements Work {
        private final Lease lease;
        private final Session session;
        private final Runnable then;
        private @Nullable Future<?> deadline;

        GivingBack(Lease lease, Session session, Runnable then) {
            this.lease = lease;
            this.session = session;
            this.then = then;
        }

        void begin() {
            deadline = core.later(core.settings().settleTimeout(), () -> {
                if (session.withdraw(this)) {
                    refuse(new IllegalStateException("a statement on a pinned connection did not end"));
                }
            });
            session.submit(this, null);
        }

        @Override
        public void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered) {
            Throwable problem = answered.apply(null);
            end(problem == null && session.isClean());
        }

        @Override
        public void refuse(Throwable why) {
            end(false);
        }

        @Override
        public void giveUp(Throwable why) {
            // it does not wait for the server
        }

        private void end(boolean clean) {
            session.retire(new ConnectionException(
                    "the pinned connection was given back when its body had ended",
                    "a statement on it must be part of the stage that the body returns",
                    null));
            Future<?> pending = deadline;
            if (pending != null) {
                pending.cancel(false);
            }
            if (clean) {
                lease.release();
            } else {
                lease.destroy();
            }
            then.run();
        }

        @Override
        public boolean hasSent() {
            return false;
        }

        @Override
        public void stop() {
            // it waits for nothing but its turn
        }
    }
}
