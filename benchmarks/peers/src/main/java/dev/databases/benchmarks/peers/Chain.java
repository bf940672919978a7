package dev.databases.benchmarks.peers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One caller: asks for the next operation when the one before is done, until the time is over. */
final class Chain {
    private final Peer peer;
    private final Workload what;
    private final long end;
    private final CountDownLatch running;
    private long operations;
    private @Nullable Throwable failure;

    Chain(Peer peer, Workload what, long end, CountDownLatch running) {
        this.peer = peer;
        this.what = what;
        this.end = end;
        this.running = running;
    }

    /** Goes on until the time is over or an operation is not done at once. */
    void goOn() {
        boolean more = true;
        while (more) {
            CompletableFuture<Long> operation =
                    peer.run(what, ThreadLocalRandom.current().nextInt(1, Samples.KEYS));
            if (!operation.isDone()) {
                operation.whenComplete((digest, problem) -> {
                    if (isMore(digest, problem)) {
                        goOn();
                    }
                });
                return;
            }
            more = operation.handle(this::isMore).join();
        }
    }

    private boolean isMore(@Nullable Long digest, @Nullable Throwable problem) {
        if (digest == null || digest == 0) {
            failure = problem == null ? new IllegalStateException("nothing was done by " + what) : problem;
        }
        operations++;
        if (failure == null && System.nanoTime() < end) {
            return true;
        }
        running.countDown();
        return false;
    }

    /** Returns how many operations were done. */
    long operations() {
        if (failure != null) {
            throw new IllegalStateException(what + " failed", failure);
        }
        return operations;
    }
}
