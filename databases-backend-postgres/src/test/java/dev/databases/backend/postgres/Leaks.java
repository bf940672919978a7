package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests if it, or one before it, has lost a buffer of Netty's: dropped it without a release. Stands on
 * every class that has a server. The build tells Netty to follow all buffers, and to tell the {@link Detector}.
 */
public final class Leaks implements AfterAllCallback {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    /** Made by Netty, by its name. */
    public static final class Detector<T> extends ResourceLeakDetector<T> {
        public Detector(Class<?> type, int interval) {
            super(type, interval);
        }

        /** Netty looks for this one too. */
        public Detector(Class<?> type, int interval, long unused) {
            this(type, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            FOUND.add(type + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            FOUND.add(type);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        assertEquals(List.of(), lost());
    }

    /** What has been lost since this was last asked: where each buffer was made. */
    static List<String> lost() throws InterruptedException {
        collect();
        collect(); // the order in which one round tells is not known
        PooledByteBufAllocator.DEFAULT.buffer().release(); // Netty looks when it makes one
        List<String> lost = List.copyOf(FOUND);
        FOUND.clear();
        return lost;
    }

    /** Collects garbage, and waits until those who want to know have been told. */
    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> told = new ReferenceQueue<>();
        Reference<Object> garbage = new PhantomReference<>(new Object(), told);
        System.gc();
        assertNotNull(told.remove(TimeUnit.SECONDS.toMillis(30)), "nothing is collected");
        Reference.reachabilityFence(garbage);
    }
}
