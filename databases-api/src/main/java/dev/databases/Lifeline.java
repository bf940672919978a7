package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.core.pool.Pool;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendThread;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a database has from connect to disconnect: the backend, its pool and the timer. */
final class Lifeline {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Backend backend;
    private final Pool pool;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor timer;
    private final InterruptWatch interrupts;
    private final Set<Due> dues = ConcurrentHashMap.newKeySet();

    Lifeline(DatabaseCore core, Backend backend, String name) {
        this.backend = backend;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> new TimerThread(work, name));
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ScheduledThreadPoolExecutor.DiscardPolicy());
        this.interrupts = new InterruptWatch(timer);
        this.pool = new Pool(backend, connection -> prepared(core, connection), core.poolSettings(), timer);
    }

    Backend backend() {
        return backend;
    }

    Pool pool() {
        return pool;
    }

    InterruptWatch interrupts() {
        return interrupts;
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** Runs something after a while, or when everything is closed: somebody waits for it. */
    Future<?> surely(Duration delay, Runnable action) {
        Due due = new Due(action);
        due.timed = timer.schedule(due, delay.toNanos(), TimeUnit.NANOSECONDS);
        if (closed.isDone()) {
            due.run();
        }
        return due;
    }

    /** Something that will be done once. */
    private final class Due extends FutureTask<@Nullable Void> {
        private volatile @Nullable Future<?> timed;

        Due(Runnable action) {
            super(action, null);
            dues.add(this);
        }

        @Override
        protected void done() {
            dues.remove(this);
            Future<?> waiting = timed;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }
    }

    CompletionStage<Void> open() {
        return pool.start()
                .handle((nothing, failure) -> failure == null
                        ? CompletableFuture.<Void>completedStage(null)
                        : close(Duration.ZERO)
                                .handle((closed, second) -> failure)
                                .thenCompose(Lifeline::failed))
                .thenCompose(stage -> stage);
    }

    private static CompletionStage<Void> failed(Throwable failure) {
        return CompletableFuture.failedStage(Failures.unwrapped(failure));
    }

    CompletionStage<Void> close(Duration timeout) {
        CompletionStage<Void> empty = pool.close(timeout);
        if (closing.compareAndSet(false, true)) {
            empty.thenCompose(nothing -> closeBackend(timeout)).whenComplete((nothing, failure) -> {
                timer.shutdownNow();
                if (failure == null) {
                    closed.complete(null);
                } else {
                    closed.completeExceptionally(failure);
                }
                List.copyOf(dues).forEach(Due::run);
            });
        }
        return closed;
    }

    /** A backend that does not answer is not waited for: none of its connections is left. */
    private CompletionStage<Void> closeBackend(Duration timeout) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        surely(timeout.plus(GRACE), () -> ended.complete(null));
        backend.close().whenComplete((nothing, failure) -> {
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
        });
        return ended;
    }

    /** Whoever blocked it would keep every deadline from being noticed. */
    private static final class TimerThread extends Thread implements BackendThread {
        TimerThread(Runnable work, String name) {
            super(work, "databases-timer " + name);
            setDaemon(true);
        }
    }

    /** Learns the dialect and, under forced rollback, opens the transaction that everything will be inside of. */
    private CompletionStage<Void> prepared(DatabaseCore core, BackendConnection connection) {
        core.refine(connection.dialect(), backend.limits());
        if (!core.settings().forceRollback()) {
            return CompletableFuture.completedStage(null);
        }
        connection.begin(TransactionOptions.DEFAULT);
        CompiledSql first = CompiledSql.of("SAVEPOINT databases_0", CompiledSql.Kind.CONTROL, List.of(), List.of());
        Request request = connection.submit(CompiledQuery.of(first), RowSink.NONE);
        request.runHere();
        return request.completion().thenAccept(completion -> {});
    }
}
