package dev.databases;

import dev.databases.error.QueryCancelledException;
import dev.databases.spi.BackendThread;
import dev.databases.spi.WaitingCaller;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an asynchronous verb for a thread that waits for it. While the verb is being called the thread is known as the
 * caller, so that a backend on a blocking driver may do the work right here instead of waking another thread.
 */
final class BlockingCall {
    private static final ThreadLocal<@Nullable Thread> CALLER = new ThreadLocal<>();
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualMethod();

    private BlockingCall() {}

    /** The thread that waits for what is being called now; null if none does, or if it must not be used for work. */
    static @Nullable Thread caller() {
        return CALLER.get();
    }

    /** Calls a verb and waits for it. An interrupt cancels the statement; exceptions come unwrapped. */
    static <T> T await(Supplier<? extends CompletableFuture<T>> verb) {
        refuseOnBackendThread();
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
        return join(calling(verb));
    }

    /** Fails on a thread whose waiting would be for itself. */
    static void refuseOnBackendThread() {
        if (BackendThread.isCurrent()) {
            throw new IllegalStateException(
                    "a blocking verb was called on " + Thread.currentThread().getName()
                            + ", a backend's own thread: the answer could never arrive; call it on a thread of your own, or set a"
                            + " callbackExecutor");
        }
    }

    /** Calls a verb that must not be left half done, and waits for it; an interrupt is kept for afterwards. */
    static <T> T awaitEnd(Supplier<? extends CompletableFuture<T>> verb) {
        refuseOnBackendThread();
        CompletableFuture<T> future = calling(verb);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw Failures.thrown(failed);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> CompletableFuture<T> calling(Supplier<? extends CompletableFuture<T>> verb) {
        Thread before = CALLER.get();
        CALLER.set(isVirtual(Thread.currentThread()) ? null : Thread.currentThread());
        try {
            return verb.get();
        } finally {
            CALLER.set(before);
        }
    }

    /** Runs the code of somebody who is told an outcome: what it asks for is not what this thread waits for. */
    static void tell(Runnable code) {
        Thread before = CALLER.get();
        if (before == null) {
            code.run();
            return;
        }
        CALLER.set(null);
        try {
            code.run();
        } finally {
            CALLER.set(before);
        }
    }

    /** Runs something whose requests this thread will wait for. */
    static <T> T waiting(@Nullable Thread caller, Supplier<T> requests) {
        boolean before = WaitingCaller.set(caller == Thread.currentThread());
        try {
            return requests.get();
        } finally {
            WaitingCaller.set(before);
        }
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            if (future.cancel(true)) {
                throw interrupted(interrupt);
            }
            return done(future); // too late to cancel: what came, perhaps an open transaction, must not get lost
        } catch (ExecutionException failed) {
            throw Failures.thrown(failed);
        }
    }

    private static <T> T done(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            throw Failures.thrown(failed);
        }
    }

    private static QueryCancelledException interrupted(@Nullable InterruptedException cause) {
        return new QueryCancelledException("the thread was interrupted while it waited for a statement", null, cause);
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** {@code Thread.isVirtual} where the JDK has it; the code is compiled for one that does not. */
    private static @Nullable MethodHandle isVirtualMethod() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException olderJdk) {
            return null;
        }
    }
}
