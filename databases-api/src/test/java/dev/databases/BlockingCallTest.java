package dev.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.QueryCancelledException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an interrupt does to a thread that waits, when it comes at the worst moment. */
class BlockingCallTest {
    @AfterEach
    void clearInterrupt() {
        assertTrue(Thread.interrupted(), "the thread was left interrupted");
    }

    /** Whoever waits for it is interrupted just after something has happened to it. */
    private static final class Interrupted extends CompletableFuture<String> {
        private final Consumer<CompletableFuture<String>> before;

        Interrupted(Consumer<CompletableFuture<String>> before) {
            this.before = before;
        }

        @Override
        public String get() throws InterruptedException {
            before.accept(this);
            throw new InterruptedException();
        }
    }

    @Test
    void interrupt_whileItIsPending_cancelsIt() {
        Interrupted pending = new Interrupted(future -> {});
        assertThrows(QueryCancelledException.class, () -> BlockingCall.await(() -> pending));
        assertTrue(pending.isCancelled());
    }

    @Test
    void interrupt_whenItHasJustCompleted_losesNothing() {
        Interrupted done = new Interrupted(future -> future.complete("an open transaction"));
        assertEquals("an open transaction", BlockingCall.await(() -> done));
    }

    @Test
    void interrupt_whenItHasJustFailed_throwsThatFailure() {
        IllegalStateException failure = new IllegalStateException("on purpose");
        Interrupted failed = new Interrupted(future -> future.completeExceptionally(failure));
        assertSame(failure, assertThrows(IllegalStateException.class, () -> BlockingCall.await(() -> failed)));
    }
}
