package dev.databases.core.task;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method of the JDK's future that takes code of the user's or makes a stage, whichever JDK this runs on. */
class CarriedContextTest {
    private static final Object OWNER = new Object();
    private static final Executor OTHER_THREAD = task -> {
        Thread thread = new Thread(() -> TaskContext.call(TaskContext.entering(OWNER, "theirs"), () -> {
            task.run();
            return true;
        }));
        thread.start();
    };

    /** What needs no override, and why. A JDK that adds anything else fails this test until somebody has looked at it. */
    private static final Map<String, String> INHERITED = Map.ofEntries(
            entry("toCompletableFuture()", "gives the stage itself"),
            entry("copy()", "runs nothing of the user's; its stage is made by newIncompleteFuture"),
            entry("orTimeout(long, TimeUnit)", "runs nothing of the user's; ends by completeExceptionally"),
            entry("completeOnTimeout(Object, long, TimeUnit)", "runs nothing of the user's; ends by complete"),
            entry("obtrudeValue(Object)", "changes what is told, not what is done: the work goes on"),
            entry("obtrudeException(Throwable)", "changes what is told, not what is done: the work goes on"),
            entry("defaultExecutor()", "where asynchronous functions run; they are carried"),
            entry("getNow(Object)", "asks and does not wait"),
            entry("resultNow()", "asks and does not wait; since 19"),
            entry("exceptionNow()", "asks and does not wait; since 19"),
            entry("state()", "asks and does not wait; since 19"),
            entry("isDone()", "asks and does not wait"),
            entry("isCancelled()", "asks and does not wait"),
            entry("isCompletedExceptionally()", "asks and does not wait"),
            entry("getNumberOfDependents()", "asks and does not wait"),
            entry("toString()", "asks and does not wait"));

    /** The JDK's static methods, whose stages are foreign: nothing of ours is asked. */
    private static final Set<String> STATIC = Set.of(
            "allOf(CompletableFuture[])",
            "anyOf(CompletableFuture[])",
            "completedFuture(Object)",
            "completedStage(Object)",
            "failedFuture(Throwable)",
            "failedStage(Throwable)",
            "supplyAsync(Supplier)",
            "supplyAsync(Supplier, Executor)",
            "runAsync(Runnable)",
            "runAsync(Runnable, Executor)",
            "delayedExecutor(long, TimeUnit)",
            "delayedExecutor(long, TimeUnit, Executor)");

    private static Stream<Method> allMethods() {
        return Arrays.stream(CompletableFuture.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !method.isBridge());
    }

    static Stream<Method> methods() {
        return allMethods().filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    static Stream<Method> takingCode() {
        return methods().filter(CarriedContextTest::takesCode);
    }

    private static boolean takesCode(Method method) {
        return Arrays.stream(method.getParameterTypes()).anyMatch(CarriedContextTest::isCode);
    }

    private static boolean isCode(Class<?> type) {
        return type == Runnable.class || type.getPackageName().equals("java.util.function");
    }

    @Test
    void methods_ofThisJdk_areSeen() {
        assertTrue(takingCode().count() >= 40, () -> "too few: " + takingCode().toList());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethod_isOverridden_orKnownToNeedNone(Method method) throws Exception {
        Method ours = TaskFuture.class.getMethod(method.getName(), method.getParameterTypes());
        boolean overridden = ours.getDeclaringClass().getPackage() == TaskFuture.class.getPackage();
        assertEquals(
                !overridden,
                INHERITED.containsKey(signature(method)),
                () -> overridden
                        ? "overridden, so no exception: " + method
                        : "neither overridden nor known: " + method);
    }

    @Test
    void staticMethods_ofThisJdk_areKnown() {
        assertEquals(
                STATIC,
                allMethods()
                        .filter(method -> Modifier.isStatic(method.getModifiers()))
                        .map(CarriedContextTest::signature)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("takingCode")
    void code_runsInTheContextOfItsRegistration(Method method) throws Exception {
        boolean onFailure = method.getName().startsWith("exceptionally");
        Probe probe = new Probe();
        TaskFuture<Object> source = new TaskFuture<>();
        TaskContext mine = TaskContext.entering(OWNER, "mine");
        Object derived = TaskContext.call(mine, () -> invoke(method, source, probe));
        assertNull(TaskContext.current());
        OTHER_THREAD.execute(() -> {
            if (onFailure) {
                source.fail(new IllegalStateException("on purpose"));
            } else if (!completesItself(method)) {
                source.succeed("value");
            }
            probe.after.complete(TaskContext.find(OWNER));
        });
        assertEquals("mine", probe.seen.get(10, TimeUnit.SECONDS), method::toString);
        assertEquals("theirs", probe.after.get(10, TimeUnit.SECONDS));
        assertInstanceOf(TaskFuture.class, derived, method::toString);
    }

    @ParameterizedTest
    @MethodSource("takingCode")
    void code_thatThrowsAnError_leavesTheThreadAsItWas(Method method) throws Exception {
        if (Arrays.stream(method.getParameterTypes()).anyMatch(Executor.class::isAssignableFrom)) {
            return; // runs on the executor, whose own thread ends
        }
        boolean onFailure = method.getName().startsWith("exceptionally");
        TaskFuture<Object> source = new TaskFuture<>();
        Probe probe = new Probe();
        probe.error = new StackOverflowError("on purpose");
        CompletableFuture<?> derived = TaskContext.call(
                TaskContext.entering(OWNER, "mine"), () -> (CompletableFuture<?>) invoke(method, source, probe));
        Object after = TaskContext.call(TaskContext.entering(OWNER, "theirs"), () -> {
            if (onFailure) {
                source.fail(new IllegalStateException("on purpose"));
            } else if (!completesItself(method)) {
                source.succeed("value");
            }
            return TaskContext.find(OWNER);
        });
        assertEquals("mine", probe.seen.get(10, TimeUnit.SECONDS));
        assertEquals("theirs", after);
        assertNull(TaskContext.current());
        Throwable failure = derived.handle((value, thrown) -> thrown).get(10, TimeUnit.SECONDS);
        assertSame(probe.error, failure.getCause() == null ? failure : failure.getCause(), method::toString);
    }

    @Test
    void chain_whoseExecutorsHaveTransactionsOfTheirOwn_staysInItsContext() throws Exception {
        TaskFuture<String> source = new TaskFuture<>();
        CompletableFuture<String> chain = TaskContext.call(
                TaskContext.entering(OWNER, "mine"),
                () -> source.thenApplyAsync(value -> value + TaskContext.find(OWNER), OTHER_THREAD)
                        .thenCompose(value -> CompletableFuture.supplyAsync(() -> value, OTHER_THREAD))
                        .thenApply(value -> value + TaskContext.find(OWNER))
                        .orTimeout(10, TimeUnit.SECONDS)
                        .thenApply(value -> value + TaskContext.find(OWNER)));
        source.succeed("-");
        assertEquals("-mineminemine", chain.get(10, TimeUnit.SECONDS));
    }

    @Test
    void dependent_registeredOutside_isOutside() throws Exception {
        TaskFuture<String> source = new TaskFuture<>();
        CompletableFuture<Object> inside = TaskContext.call(
                TaskContext.entering(OWNER, "mine"), () -> source.thenApply(value -> TaskContext.find(OWNER)));
        CompletableFuture<Boolean> outside = source.thenApply(value -> TaskContext.find(OWNER) == null);
        OTHER_THREAD.execute(() -> source.succeed(""));
        assertEquals("mine", inside.get(10, TimeUnit.SECONDS));
        assertTrue(outside.get(10, TimeUnit.SECONDS));
    }

    @Test
    void dependentOfDependent_takesTheContextOfItsOwnRegistration() throws Exception {
        TaskFuture<String> source = new TaskFuture<>();
        AtomicReference<Object> seen = new AtomicReference<>();
        CompletableFuture<String> first =
                TaskContext.call(TaskContext.entering(OWNER, "first"), () -> source.thenApply(value -> value));
        CompletableFuture<Void> second = TaskContext.call(
                TaskContext.entering(OWNER, "second"),
                () -> first.thenAccept(value -> seen.set(TaskContext.find(OWNER))));
        source.succeed("");
        second.get(10, TimeUnit.SECONDS);
        assertEquals("second", seen.get());
    }

    @Test
    void newThread_isANewTask() throws Exception {
        CompletableFuture<Object> seen = new CompletableFuture<>();
        TaskContext.call(TaskContext.entering(OWNER, "mine"), () -> {
            new Thread(() -> seen.complete(TaskContext.find(OWNER))).start();
            return true;
        });
        assertNull(seen.get(10, TimeUnit.SECONDS));
    }

    @Test
    void leaving_takesOutOneScopeAndKeepsTheOthers() {
        Object other = new Object();
        TaskContext.call(
                TaskContext.entering(OWNER, "outer"),
                () -> TaskContext.call(
                        TaskContext.entering(OWNER, "inner"),
                        () -> TaskContext.call(TaskContext.entering(other, "another database"), () -> {
                            assertEquals("inner", TaskContext.find(OWNER));
                            TaskContext.swap(TaskContext.leaving(OWNER, "inner"));
                            assertEquals("outer", TaskContext.find(OWNER));
                            assertEquals("another database", TaskContext.find(other));
                            TaskContext before = TaskContext.current();
                            assertSame(before, TaskContext.leaving(OWNER, "inner"));
                            return true;
                        })));
        assertNull(TaskContext.current());
    }

    private static boolean completesItself(Method method) {
        return method.getName().equals("completeAsync");
    }

    private static Object invoke(Method method, TaskFuture<Object> source, Probe probe) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> argument(type, probe, method))
                .toArray();
        try {
            return method.invoke(source, arguments);
        } catch (ReflectiveOperationException failed) {
            throw new AssertionError("cannot call " + method, failed);
        }
    }

    private static Object argument(Class<?> type, Probe probe, Method method) {
        if (type == Executor.class) {
            return OTHER_THREAD;
        }
        if (type == CompletionStage.class) {
            boolean either = method.getName().contains("Either");
            return either ? new CompletableFuture<>() : CompletableFuture.completedFuture("other");
        }
        List<Object> codes = List.of(
                (Runnable) probe::look,
                (Supplier<Object>) probe::look,
                (Consumer<Object>) value -> probe.look(),
                (BiConsumer<Object, Object>) (value, other) -> probe.look(),
                (BiFunction<Object, Object, Object>) (value, other) -> probe.look(),
                (Function<Object, Object>) value -> {
                    Object stage = probe.look();
                    return method.getName().contains("ompose") ? CompletableFuture.completedFuture(stage) : stage;
                });
        return codes.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this test has no argument for " + method));
    }

    /** Notes the context that code of the user's is called in. */
    private static final class Probe {
        final CompletableFuture<Object> seen = new CompletableFuture<>();
        final CompletableFuture<Object> after = new CompletableFuture<>();
        volatile Error error;

        Object look() {
            seen.complete(TaskContext.find(OWNER));
            if (error != null) {
                throw error;
            }
            return "result";
        }
    }
}
