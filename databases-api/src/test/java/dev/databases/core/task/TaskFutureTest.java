package dev.databases.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.spi.BackendThread;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reaching back to the work, refusing to block a backend, and long chains. */
class TaskFutureTest {
    /** Ways to make a stage out of another. */
    static Stream<Function<TaskFuture<String>, CompletableFuture<String>>> derivations() {
        return Stream.of(
                source -> source,
                source -> source.thenApply(value -> value),
                source -> source.thenApplyAsync(value -> value),
                source -> source.handle((value, failure) -> value),
                source -> source.whenComplete((value, failure) -> {}),
                source -> source.exceptionally(failure -> ""),
                source -> source.thenCompose(value -> new CompletableFuture<>()),
                source -> source.copy(),
                source -> source.minimalCompletionStage().toCompletableFuture(),
                source -> source.thenApply(value -> value)
                        .thenApply(value -> value)
                        .thenCompose(TaskFuture::done),
                source -> source.thenCombine(new CompletableFuture<String>(), (one, two) -> one));
    }

    /** Ways to complete a stage from outside. */
    private static final List<Consumer<CompletableFuture<String>>> ENDS = List.of(
            stage -> stage.cancel(true),
            stage -> stage.complete("early"),
            stage -> stage.completeExceptionally(new IllegalStateException("on purpose")),
            stage -> stage.completeAsync(() -> "early", Runnable::run),
            stage -> stage.completeAsync(
                    () -> {
                        throw new IllegalStateException("on purpose");
                    },
                    Runnable::run));

    @ParameterizedTest
    @MethodSource("derivations")
    void completingFromOutside_reachesTheWork(Function<TaskFuture<String>, CompletableFuture<String>> derivation) {
        for (Consumer<CompletableFuture<String>> end : ENDS) {
            AtomicInteger stopped = new AtomicInteger();
            TaskFuture<String> work = new TaskFuture<String>().onAbandon(stopped::incrementAndGet);
            end.accept(derivation.apply(work));
            assertTrue(stopped.get() >= 1, "way " + ENDS.indexOf(end));
        }
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void timeout_reachesTheWork(Function<TaskFuture<String>, CompletableFuture<String>> derivation) throws Exception {
        CompletableFuture<Boolean> failing = new CompletableFuture<>();
        TaskFuture<String> one = new TaskFuture<String>().onAbandon(() -> failing.complete(true));
        CompletableFuture<String> timed = derivation.apply(one).orTimeout(1, TimeUnit.MILLISECONDS);
        assertTrue(failing.get(10, TimeUnit.SECONDS));
        ExecutionException late = assertThrows(ExecutionException.class, () -> timed.get(10, TimeUnit.SECONDS));
        assertInstanceOf(TimeoutException.class, late.getCause());

        CompletableFuture<Boolean> completing = new CompletableFuture<>();
        TaskFuture<String> two = new TaskFuture<String>().onAbandon(() -> completing.complete(true));
        CompletableFuture<String> given = derivation.apply(two).completeOnTimeout("instead", 1, TimeUnit.MILLISECONDS);
        assertTrue(completing.get(10, TimeUnit.SECONDS));
        assertEquals("instead", given.get(10, TimeUnit.SECONDS));
    }

    @Test
    void completingByCore_stopsNothing() {
        AtomicInteger stopped = new AtomicInteger();
        TaskFuture<String> good = new TaskFuture<String>().onAbandon(stopped::incrementAndGet);
        TaskFuture<String> bad = new TaskFuture<String>().onAbandon(stopped::incrementAndGet);
        assertTrue(good.succeed("value"));
        assertFalse(good.succeed("another"));
        bad.fail(new IllegalStateException("on purpose"));
        assertFalse(good.cancel(true));
        assertFalse(bad.complete("late"));
        assertEquals("value", good.join());
        assertEquals(0, stopped.get());
    }

    @Test
    void cancel_followsInward() {
        AtomicInteger outer = new AtomicInteger();
        AtomicInteger inner = new AtomicInteger();
        TaskFuture<String> first = new TaskFuture<String>().onAbandon(outer::incrementAndGet);
        TaskFuture<String> second = new TaskFuture<String>().onAbandon(inner::incrementAndGet);
        CompletableFuture<Integer> chain = first.thenCompose(value -> second.thenApply(next -> next + value))
                .thenApply(String::length);
        first.succeed("first");
        chain.cancel(true);
        assertTrue(chain.isCancelled());
        assertEquals(0, outer.get());
        assertEquals(1, inner.get());
    }

    @Test
    void cancel_followsInward_throughFailuresAndExecutors() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            List<Function<TaskFuture<String>, CompletableFuture<String>>> ways = List.of(
                    inner -> TaskFuture.done("").thenComposeAsync(value -> inner, executor),
                    inner -> TaskFuture.<String>failed(new IllegalStateException())
                            .exceptionallyCompose(why -> inner),
                    inner -> TaskFuture.<String>failed(new IllegalStateException())
                            .exceptionallyComposeAsync(why -> inner, executor),
                    inner -> TaskFuture.done("")
                            .thenCompose(a -> TaskFuture.done("").thenCompose(b -> inner)));
            for (Function<TaskFuture<String>, CompletableFuture<String>> way : ways) {
                AtomicInteger stopped = new AtomicInteger();
                CompletableFuture<String> stage =
                        way.apply(new TaskFuture<String>().onAbandon(stopped::incrementAndGet));
                executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
                stage.cancel(true);
                assertEquals(1, stopped.get(), "way " + ways.indexOf(way));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void cancel_whileTheInnerStageIsBeingMade_stillReachesIt() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 2_000; round++) {
                CompletableFuture<Boolean> stopped = new CompletableFuture<>();
                CompletableFuture<Boolean> ran = new CompletableFuture<>();
                TaskFuture<String> source = new TaskFuture<>();
                CompletableFuture<String> chain = source.thenCompose(value -> {
                    ran.complete(true);
                    return new TaskFuture<String>().onAbandon(() -> stopped.complete(true));
                });
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> source.succeed(""), executor);
                chain.cancel(true);
                other.get(10, TimeUnit.SECONDS);
                assertTrue(!ran.isDone() || stopped.get(10, TimeUnit.SECONDS));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void onAbandon_afterTheEnd_isRunAtOnceOrNotNeeded() {
        AtomicInteger stopped = new AtomicInteger();
        TaskFuture<String> abandoned = new TaskFuture<String>().onAbandon(() -> {});
        abandoned.thenApply(value -> value).cancel(true);
        abandoned.onAbandon(stopped::incrementAndGet);
        assertEquals(1, stopped.get());
        TaskFuture.done("value").onAbandon(stopped::incrementAndGet).abandon();
        assertEquals(1, stopped.get());
    }

    @Test
    void waiting_onABackendThread_failsAtOnce() throws Exception {
        TaskFuture<String> pending = new TaskFuture<>();
        for (Callable<Object> wait : List.<Callable<Object>>of(
                pending::join,
                pending::get,
                () -> pending.get(1, TimeUnit.HOURS),
                () -> pending.thenApply(value -> value).join(),
                () -> pending.minimalCompletionStage().toCompletableFuture().get())) {
            IllegalStateException refused = assertInstanceOf(IllegalStateException.class, onBackendThread(wait));
            assertTrue(refused.getMessage().contains("a backend's own thread"), refused.getMessage());
            assertTrue(refused.getMessage().contains("callbackExecutor"), refused.getMessage());
        }
        assertEquals("value", onBackendThread(() -> TaskFuture.done("value").join()));
        assertEquals("value", onBackendThread(TaskFuture.done("value")::get));
    }

    @Test
    void asking_onABackendThread_neverWaits() throws Exception {
        TaskFuture<String> pending = new TaskFuture<>();
        Set<String> questions = Set.of("resultNow", "exceptionNow", "state", "isDone", "isCancelled", "toString");
        List<Method> asked = Arrays.stream(CompletableFuture.class.getMethods())
                .filter(method -> questions.contains(method.getName()) && method.getParameterCount() == 0)
                .toList();
        assertTrue(asked.size() >= 3, asked::toString); // the first three are of JDK 19
        for (Method each : asked) {
            onBackendThread(() -> each.invoke(pending)); // returns or throws, as the JDK says
        }
        assertEquals("not yet", onBackendThread(() -> pending.getNow("not yet")));
    }

    private static Object onBackendThread(Callable<Object> work) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        new OwnThread(() -> {
                    try {
                        outcome.complete(work.call());
                    } catch (Exception thrown) {
                        outcome.complete(thrown);
                    }
                })
                .start();
        return outcome.get(10, TimeUnit.SECONDS);
    }

    private static final class OwnThread extends Thread implements BackendThread {
        OwnThread(Runnable work) {
            super(work, "a backend");
        }
    }

    @Test
    void copies_areStagesOfTheirOwn() {
        TaskFuture<String> source = new TaskFuture<>();
        CompletableFuture<String> minimal = (CompletableFuture<String>) source.minimalCompletionStage();
        assertNotSame(source, minimal);
        minimal.complete("mine");
        assertFalse(source.isDone());
    }

    @Test
    void failures_arriveAsTheJdkWrapsThem() {
        IllegalStateException why = new IllegalStateException("on purpose");
        TaskFuture<String> failed = TaskFuture.failed(why);
        assertEquals(why, assertThrows(CompletionException.class, failed::join).getCause());
        assertEquals(why, failed.handle((value, failure) -> failure).join());
        assertEquals(
                why,
                assertThrows(CompletionException.class, failed.thenApply(v -> v)::join)
                        .getCause());
        TaskFuture<String> cancelled = new TaskFuture<>();
        cancelled.cancel(false);
        assertThrows(CancellationException.class, cancelled::join);
        assertEquals(
                why,
                assertThrows(CompletionException.class, TaskFuture.following(failed)::join)
                        .getCause());
    }

    // long chains

    private static final int STEPS = 100_000;

    /** A loop in the manner of asynchronous code: each step composes the next. */
    private static CompletableFuture<Integer> loop(int left, Callable<CompletableFuture<Integer>> step) {
        try {
            return left == 0 ? TaskFuture.done(0) : step.call().thenCompose(value -> loop(left - 1, step));
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The single thread completes a step only after it has registered what depends on it: no step is done too early. */
    private static <T> T onThreadOf(ExecutorService executor, Callable<T> work) throws Exception {
        return executor.submit(work).get(30, TimeUnit.SECONDS);
    }

    @Test
    void recursiveLoop_ofAsynchronousSteps_doesNotOverflow() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Integer> done = onThreadOf(
                    executor,
                    () -> loop(STEPS, () -> {
                        TaskFuture<Integer> step = new TaskFuture<>();
                        executor.execute(() -> step.succeed(1));
                        return step;
                    }));
            assertEquals(0, done.get(30, TimeUnit.SECONDS));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void recursiveLoop_cancelledAtItsEnd_reachesTheLastStep() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Boolean> started = new CompletableFuture<>();
            CompletableFuture<Boolean> stopped = new CompletableFuture<>();
            AtomicInteger count = new AtomicInteger();
            CompletableFuture<Integer> loop = onThreadOf(
                    executor,
                    () -> loop(STEPS, () -> {
                        TaskFuture<Integer> step = new TaskFuture<>();
                        if (count.incrementAndGet() == STEPS) {
                            step.onAbandon(() -> stopped.complete(true));
                            started.complete(true);
                        } else {
                            executor.execute(() -> step.succeed(1));
                        }
                        return step;
                    }));
            started.get(30, TimeUnit.SECONDS);
            loop.cancel(true);
            assertTrue(stopped.get(10, TimeUnit.SECONDS));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void straightChain_registeredAhead_completesAndCancels() throws Exception {
        TaskFuture<Integer> first = new TaskFuture<>();
        CompletableFuture<Integer> chain = first;
        for (int i = 0; i < STEPS; i++) {
            chain = chain.thenCompose(value -> TaskFuture.done(value + 1));
        }
        AtomicInteger stopped = new AtomicInteger();
        TaskFuture<Integer> work = new TaskFuture<Integer>().onAbandon(stopped::incrementAndGet);
        CompletableFuture<Integer> toCancel = work;
        for (int i = 0; i < STEPS; i++) {
            toCancel = toCancel.thenCompose(TaskFuture::done);
        }
        first.succeed(0);
        assertEquals(STEPS, chain.get(30, TimeUnit.SECONDS));
        toCancel.cancel(true);
        assertEquals(1, stopped.get());
    }

    /** A queue in the manner of asynchronous code: each new step hangs on the last; what is done must be forgotten. */
    @Test
    void rollingChain_keepsNothingOfWhatIsDone() {
        List<Function<CompletableFuture<byte[]>, CompletableFuture<byte[]>>> links = List.of(
                last -> last.thenApply(value -> new byte[1]),
                last -> last.thenCompose(value -> TaskFuture.done(new byte[1])),
                last -> last.whenComplete((value, failure) -> {}),
                last -> last.copy());
        for (Function<CompletableFuture<byte[]>, CompletableFuture<byte[]>> link : links) {
            List<WeakReference<Object>> kept = new ArrayList<>();
            CompletableFuture<byte[]> last = TaskFuture.done(new byte[1]);
            for (int i = 0; i < 50; i++) {
                TaskFuture<byte[]> work = new TaskFuture<>();
                Object statement = new Object();
                work.onAbandon(statement::hashCode);
                kept.add(new WeakReference<>(statement));
                CompletableFuture<byte[]> before = last;
                last = link.apply(work.thenCompose(value -> before));
                kept.add(new WeakReference<>(before));
                work.succeed(new byte[1]);
            }
            kept.remove(kept.size() - 1);
            assertTrue(allCollected(kept), "link " + links.indexOf(link));
            assertTrue(last.isDone());
        }
    }

    private static boolean allCollected(List<WeakReference<Object>> references) {
        for (int i = 0; i < 20 && references.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
        }
        return references.stream().allMatch(each -> each.get() == null);
    }
}
