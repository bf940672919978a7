package dev.databases.spi;

import dev.databases.config.TransactionOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link BlockingSession} asynchronous: requests go in order to a thread that belongs to this connection, rows
 * come back until the sink has enough, cancel interrupts the session. A backend on a blocking driver returns these from
 * {@link Backend#connect}.
 */
public final class BlockingBackendConnection implements BackendConnection {
    private final SerialJobs jobs;
    private final BlockingSession session;
    private final Backend.Events events;
    private @Nullable TransactionOptions recorded;
    private final Task<Void> closing = new Task<>(this::closeSession);
    private final AtomicBoolean closingAsked = new AtomicBoolean();
    private volatile boolean broken;

    private BlockingBackendConnection(SerialJobs jobs, BlockingSession session, Backend.Events events) {
        this.jobs = jobs;
        this.session = session;
        this.events = events;
    }

    /**
     * Opens a session on the thread of its connection.
     *
     * @param threadName the name of that thread
     * @param opener opens the session; may block
     * @param events where a lost connection is reported
     * @return the connection; or what the opener threw, as a {@link DatabaseException}
     */
    public static CompletionStage<BackendConnection> open(
            String threadName, Callable<? extends BlockingSession> opener, Backend.Events events) {
        SerialJobs jobs = new SerialJobs(threadName);
        Task<BackendConnection> opening = new Task<>(() -> new BlockingBackendConnection(jobs, opened(opener), events));
        jobs.add(opening);
        return opening.outcome;
    }

    private static BlockingSession opened(Callable<? extends BlockingSession> opener) {
        try {
            return opener.call();
        } catch (DatabaseException known) {
            throw known;
        } catch (Exception unknown) {
            throw new ConnectionException("cannot connect: " + unknown.getMessage(), null, unknown);
        }
    }

    @Override
    public Dialect dialect() {
        return session.dialect();
    }

    @Override
    public Status status() {
        return broken ? Status.UNKNOWN : session.status();
    }

    @Override
    public Request submit(CompiledQuery query, RowSink rows) {
        return add(new StatementJob(
                this, takeRecorded(), () -> session.run(query), rows, query.statement(), query.maxRows()));
    }

    @Override
    public Request submitMany(CompiledBatch batch, RowSink rows) {
        return add(new StatementJob(
                this, takeRecorded(), () -> session.runMany(batch), rows, batch.statement(), Long.MAX_VALUE));
    }

    private StatementJob add(StatementJob job) {
        jobs.addForCaller(job);
        return job;
    }

    private @Nullable TransactionOptions takeRecorded() {
        TransactionOptions options = recorded;
        recorded = null;
        return options;
    }

    @Override
    public void begin(TransactionOptions options) {
        recorded = options;
    }

    @Override
    public CompletionStage<Void> commit() {
        return takeRecorded() == null ? run(this::commitSession) : CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> rollback() {
        return takeRecorded() == null ? run(session::rollback) : CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> validate() {
        return run(session::validate);
    }

    @Override
    public CompletionStage<Void> close() {
        if (closingAsked.compareAndSet(false, true)) {
            closing.outcome.whenComplete((nothing, failure) -> jobs.shutdown());
            jobs.add(closing);
        }
        return closing.outcome.minimalCompletionStage();
    }

    private @Nullable Void closeSession() {
        broken = true;
        session.close();
        return null;
    }

    @Override
    public void abort() {
        broken = true;
        jobs.disturb(closing, session::interrupt);
        close();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return session.unwrap(type);
    }

    private CompletionStage<Void> run(Runnable work) {
        Task<Void> task = new Task<>(() -> {
            requireUnbroken();
            try {
                work.run();
            } catch (RuntimeException | Error thrown) {
                throw failure(thrown);
            }
            return null;
        });
        jobs.add(task);
        return task.outcome;
    }

    /** A failure that is not the database's own leaves open what became of the transaction. */
    private void commitSession() {
        try {
            session.commit();
        } catch (RuntimeException | Error thrown) {
            DatabaseException known = failure(thrown);
            throw known == thrown
                    ? known
                    : new CommitOutcomeUnknownException(
                            "the answer to COMMIT was lost", "look in the database whether it took effect", known);
        }
    }

    void requireUnbroken() {
        if (broken) {
            throw new ConnectionException("the connection was dropped while the statement was under way", null, null);
        }
    }

    BlockingSession session() {
        return session;
    }

    SerialJobs jobs() {
        return jobs;
    }

    /** Makes a database error of anything that the session threw; what is not one means that the session is broken. */
    DatabaseException failure(Throwable thrown) {
        if (thrown instanceof DatabaseException known) {
            return known;
        }
        broken = true;
        ConnectionException lost =
                new ConnectionException("the connection is lost: its driver failed with " + thrown, null, thrown);
        events.closed(lost);
        return lost;
    }

    /** A job that makes one value. */
    private static final class Task<T> extends SerialJobs.Job {
        private final Callable<? extends @Nullable T> work;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private @Nullable T value;
        private @Nullable Throwable failure;

        Task(Callable<? extends @Nullable T> work) {
            this.work = work;
        }

        @Override
        boolean run() {
            try {
                value = work.call();
            } catch (Throwable thrown) { // reported by the stage
                failure = thrown;
            }
            return true;
        }

        @Override
        void report() {
            if (failure == null) {
                outcome.complete(value);
            } else {
                outcome.completeExceptionally(failure);
            }
        }
    }
}
