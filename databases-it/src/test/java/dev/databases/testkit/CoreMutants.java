package dev.databases.testkit;

import static dev.databases.testkit.rules.Rule.CAN_01;
import static dev.databases.testkit.rules.Rule.CAN_02;
import static dev.databases.testkit.rules.Rule.CAN_03;
import static dev.databases.testkit.rules.Rule.CAN_04;
import static dev.databases.testkit.rules.Rule.CAN_05;
import static dev.databases.testkit.rules.Rule.CAN_06;
import static dev.databases.testkit.rules.Rule.CAN_07;
import static dev.databases.testkit.rules.Rule.CAN_08;
import static dev.databases.testkit.rules.Rule.CAN_09;
import static dev.databases.testkit.rules.Rule.CAN_10;
import static dev.databases.testkit.rules.Rule.CAN_11;
import static dev.databases.testkit.rules.Rule.CTX_01;
import static dev.databases.testkit.rules.Rule.CTX_02;
import static dev.databases.testkit.rules.Rule.CTX_03;
import static dev.databases.testkit.rules.Rule.CTX_04;
import static dev.databases.testkit.rules.Rule.CTX_05;
import static dev.databases.testkit.rules.Rule.CTX_06;
import static dev.databases.testkit.rules.Rule.CTX_07;
import static dev.databases.testkit.rules.Rule.CTX_08;
import static dev.databases.testkit.rules.Rule.CTX_09;
import static dev.databases.testkit.rules.Rule.CTX_10;
import static dev.databases.testkit.rules.Rule.CTX_11;
import static dev.databases.testkit.rules.Rule.CTX_12;
import static dev.databases.testkit.rules.Rule.CTX_13;
import static dev.databases.testkit.rules.Rule.CTX_14;
import static dev.databases.testkit.rules.Rule.POOL_01;
import static dev.databases.testkit.rules.Rule.POOL_02;
import static dev.databases.testkit.rules.Rule.POOL_03;
import static dev.databases.testkit.rules.Rule.POOL_04;
import static dev.databases.testkit.rules.Rule.POOL_06;
import static dev.databases.testkit.rules.Rule.POOL_07;
import static dev.databases.testkit.rules.Rule.POOL_08;
import static dev.databases.testkit.rules.Rule.POOL_09;
import static dev.databases.testkit.rules.Rule.POOL_10;
import static dev.databases.testkit.rules.Rule.POOL_11;
import static dev.databases.testkit.rules.Rule.POOL_12;
import static dev.databases.testkit.rules.Rule.POOL_13;
import static dev.databases.testkit.rules.Rule.TX_01;
import static dev.databases.testkit.rules.Rule.TX_02;
import static dev.databases.testkit.rules.Rule.TX_03;
import static dev.databases.testkit.rules.Rule.TX_04;
import static dev.databases.testkit.rules.Rule.TX_05;
import static dev.databases.testkit.rules.Rule.TX_06;
import static dev.databases.testkit.rules.Rule.TX_07;
import static dev.databases.testkit.rules.Rule.TX_08;
import static dev.databases.testkit.rules.Rule.TX_09;
import static dev.databases.testkit.rules.Rule.TX_10;
import static dev.databases.testkit.rules.Rule.TX_11;
import static dev.databases.testkit.rules.Rule.TX_13;
import static dev.databases.testkit.rules.Rule.TX_14;
import static dev.databases.testkit.rules.Rule.TX_15;
import static dev.databases.testkit.rules.Rule.TX_16;
import static dev.databases.testkit.rules.Rule.TX_17;
import static dev.databases.testkit.rules.Rule.TX_18;
import static dev.databases.testkit.rules.Rule.TX_19;
import static dev.databases.testkit.rules.Rule.TX_20;
import static dev.databases.testkit.rules.Rule.TX_21;
import static dev.databases.testkit.rules.Rule.TX_22;
import static dev.databases.testkit.rules.Rule.TX_23;

import java.util.List;
import java.util.stream.Stream;

/** One change in the library for each promise about transactions, the context of tasks, cancels and the pool. */
final class CoreMutants {
    private static final String STACK = "core/transaction/TransactionStack";
    private static final String AGREEMENT = "core/transaction/Agreement";
    private static final String SESSION = "core/transaction/Session";
    private static final String END = "core/transaction/EndWork";
    private static final String CONTEXT = "core/task/TaskContext";
    private static final String CARRYING = "core/task/CarryingFuture";
    private static final String FUTURE = "core/task/TaskFuture";
    private static final String RUN = "TransactionRun";

    private CoreMutants() {}

    static List<CoreMutant> all() {
        return Stream.of(transactions(), ends(), contexts(), cancels(), pools())
                .flatMap(List::stream)
                .toList();
    }

    /** A change that changes nothing. */
    static CoreMutant none() {
        return CoreMutant.of("none", STACK, "if (inner > 0) {", "if (inner >= 1) {");
    }

    private static List<CoreMutant> transactions() {
        return List.of(
                CoreMutant.of(
                        "commits-and-rollbacks-swapped", END, "return commit ?", "return !commit ?", TX_01, TX_02),
                CoreMutant.of(
                        "failure-commits",
                        RUN,
                        "boolean commit = failure == null && ",
                        "boolean commit = ",
                        TX_02,
                        TX_15,
                        CTX_08),
                CoreMutant.of("no-savepoints", END, "if (scope.depth() == 0) {", "if (scope.depth() >= 0) {", TX_03),
                CoreMutant.of(
                        "owner-not-obeyed",
                        "Transaction",
                        "return end(!options.forceRollback());",
                        "return end(false);",
                        TX_04),
                CoreMutant.of("options-not-checked", "OpenTransaction", "core.requireSupported(options);", "", TX_08),
                CoreMutant.of(
                        "options-of-nested-ones-let-be", STACK, "parent != null && options", "false && options", TX_08),
                CoreMutant.of("forced-rollback-forgotten", RUN, " && !options.forceRollback()", "", TX_09),
                CoreMutant.of(
                        "read-only-forgotten",
                        "core/transaction/BeginWork",
                        "connection.begin(options);",
                        "connection.begin(TransactionOptions.DEFAULT);",
                        TX_10),
                CoreMutant.of(
                        "failure-ends-the-transaction",
                        AGREEMENT,
                        "expected && status == Status.IDLE",
                        "expected && (status == Status.IDLE || failure != null)",
                        TX_11),
                CoreMutant.of(
                        "close-does-not-leave",
                        "BlockingTransaction",
                        "TaskContext.swap(TaskContext.leaving(transaction.core(), transaction.route()));",
                        "",
                        TX_13),
                CoreMutant.of(
                        "one-transaction-for-all-calls",
                        "Queries",
                        "return argument -> transaction(() -> function.apply(argument));",
                        "CompletableFuture<Transaction> one = begin();"
                                + "return argument -> one.thenCompose(tx -> tx.transaction(() -> function.apply(argument)));",
                        TX_14),
                CoreMutant.of(
                        "last-come-first-served",
                        "core/transaction/Line",
                        "return queue.add(queued);",
                        "return queue.offerFirst(queued);",
                        TX_16),
                CoreMutant.of(
                        "no-turns",
                        STACK,
                        "boolean hasRoom(@Nullable Level parent) {",
                        "boolean hasRoom(@Nullable Level parent) { if (base >= 0) { return true; }",
                        TX_17),
                CoreMutant.of("never-again", "Retries", "left == 0 ||", "left >= 0 ||", TX_18),
                CoreMutant.of("again-after-any-failure", "Retries", "|| !isRetryable(problem)", "", TX_18));
    }

    private static List<CoreMutant> ends() {
        return List.of(
                CoreMutant.of("inner-ones-not-counted", STACK, "if (inner > 0) {", "if (inner > 100) {", TX_05),
                CoreMutant.of(
                        "unfinished-work-committed", SESSION, "commit && unfinished == 0", "commit", TX_06, CTX_07),
                CoreMutant.of(
                        "statements-after-the-end",
                        STACK,
                        "void requireOpen(Level level) {",
                        "void requireOpen(Level level) { if (level.depth >= 0) { return; }",
                        TX_07,
                        CTX_07),
                CoreMutant.of(
                        "second-end",
                        STACK,
                        "private static void requireNotEnded(Level level, String verb) {",
                        "private static void requireNotEnded(Level level, String verb) {"
                                + " if (level.depth >= 0) { return; }",
                        TX_07),
                CoreMutant.of("place-of-the-end-forgotten", STACK, "level.endedAt = CallSite.here();", "", TX_19),
                CoreMutant.of("refused-begin-forgotten", AGREEMENT, "over = rolledBack;", "", TX_20),
                CoreMutant.of(
                        "end-by-a-statement-overlooked",
                        AGREEMENT,
                        "expected && status == Status.IDLE",
                        "expected && status == Status.IDLE && failure != null",
                        TX_21),
                CoreMutant.of(
                        "begin-by-a-statement-overlooked",
                        "OneShot",
                        "return !inside ||",
                        "return inside || !inside ||",
                        TX_21),
                CoreMutant.of(
                        "refused-commit-left-open",
                        END,
                        "return committed.exceptionallyCompose(failure -> afterFailedCommit(connection, failure));",
                        "return committed;",
                        TX_22),
                CoreMutant.of(
                        "lost-answer-of-a-write", "Operation", "&& plan.mayWrite()", "&& !plan.mayWrite()", TX_23),
                CoreMutant.of(
                        "late-commit-known", END, "commit && scope.depth() == 0 ? unknown(why) : why", "why", TX_23));
    }

    private static List<CoreMutant> contexts() {
        return List.of(
                CoreMutant.of(
                        "context-of-all-threads",
                        CONTEXT,
                        "CURRENT = new ThreadLocal<>();",
                        "CURRENT = new ThreadLocal<>() {"
                                + " private volatile @Nullable TaskContext all;"
                                + " @Override public @Nullable TaskContext get() { return all; }"
                                + " @Override public void set(@Nullable TaskContext next) { all = next; } };",
                        CTX_01,
                        CTX_05),
                CoreMutant.of(
                        "context-inherited",
                        CONTEXT,
                        "= new ThreadLocal<>()",
                        "= new InheritableThreadLocal<>()",
                        CTX_05),
                CoreMutant.of(
                        "context-left-behind",
                        CONTEXT,
                        "        } finally {\n            swap(before);",
                        "        } finally {\n            assert before == null || before != null;",
                        CTX_02,
                        CTX_03),
                CoreMutant.of("context-lost", CONTEXT, "            swap(before);", "            swap(null);", CTX_10),
                CoreMutant.of(
                        "context-left-behind-by-failures",
                        CONTEXT,
                        "            return work.get();\n        } finally {\n            swap(before);",
                        "            T made = work.get(); swap(before); return made;\n        } finally {"
                                + "\n            assert before == null || before != null;",
                        CTX_14),
                CoreMutant.of(
                                "context-not-carried",
                                CARRYING,
                                "return a -> TaskContext.call(context, () -> function.apply(a));",
                                "return a -> TaskContext.call(context == null ? null : null, () -> function.apply(a));",
                                CTX_04)
                        .thatHangs(),
                CoreMutant.of(
                        "all-is-the-jdks-own",
                        "Stages",
                        "return all.onAbandon(() -> futures.forEach(Stages::abandon));",
                        "CompletableFuture<List<T>> plain = new CompletableFuture<>();"
                                + "all.whenComplete((list, failure) -> { if (failure == null) { plain.complete(list); }"
                                + " else { plain.completeExceptionally(failure); } }); return plain;",
                        CTX_03),
                CoreMutant.of(
                        "databases-confused", CONTEXT, "if (context.owner == owner) {", "if (owner != null) {", CTX_06),
                CoreMutant.of(
                        "null-for-a-stage",
                        RUN,
                        "CompletionStage<T> stage = body.run(transaction);",
                        "CompletionStage<T> stage = body.run(transaction);"
                                + " if (stage == null) { return CompletableFuture.completedStage(null); }",
                        CTX_09,
                        TX_02),
                CoreMutant.of(
                                "publisher-outside",
                                "RowPublisher",
                                "stream = new Streaming<>(queries, plan.get(), mapper.get(), subscriber);",
                                "stream = dev.databases.core.task.TaskContext.call("
                                        + "null, () -> new Streaming<T>(queries, plan.get(), mapper.get(), subscriber));",
                                CTX_11)
                        .thatHangs(),
                CoreMutant.of(
                        "publisher-for-once",
                        "RowPublisher",
                        "    @Override\n    public void subscribe(Flow.Subscriber<? super T> subscriber) {",
                        "    private boolean once;\n\n    @Override\n"
                                + "    public void subscribe(Flow.Subscriber<? super T> subscriber) {"
                                + " if (once) { subscriber.onSubscribe(new NoSubscription()); subscriber.onComplete(); return; }"
                                + " once = true;",
                        CTX_12),
                CoreMutant.of(
                                "waits-on-a-backend-thread",
                                FUTURE,
                                "if (!isDone() && BackendThread.isCurrent()) {",
                                "if (!isDone() && !BackendThread.isCurrent() && BackendThread.isCurrent()) {",
                                CTX_13)
                        .thatHangs());
    }

    private static List<CoreMutant> cancels() {
        return List.of(
                CoreMutant.of("dependents-do-not-reach-back", FUTURE, "derived.abandonment = abandonment;", "", CAN_01)
                        .thatHangs(),
                CoreMutant.of(
                        "timeout-is-a-cancel", "Flight", "operation.stop(tooLong(limit))", "operation.stop()", CAN_02),
                CoreMutant.of(
                        "interrupt-swallowed",
                        "BlockingCall",
                        "            Thread.currentThread().interrupt();\n            if (future.cancel",
                        "            if (future.cancel",
                        CAN_03),
                CoreMutant.of(
                        "cancelled-waiter-keeps-its-place",
                        "core/pool/Line",
                        "waiting.remove(lease);\n            giveBackPermit(lease);",
                        "waiting.remove(lease);",
                        CAN_04),
                CoreMutant.of(
                        "cancel-commits",
                        RUN,
                        "end(open, ending, null, new CancellationException(\"the transaction was cancelled\"));",
                        "end(open, ending, null, null);",
                        CAN_05,
                        CAN_08),
                CoreMutant.of(
                                "withdrawn-with-all-behind-it",
                                "core/transaction/Line",
                                "return queue.removeIf(queued -> queued.work == work)",
                                "return queue.removeIf(queued -> queued.work == work && queue.remove(queued))",
                                CAN_06)
                        .thatHangs(),
                CoreMutant.of(
                        "cancel-after-the-end-taken-for-one",
                        FUTURE,
                        "return reachBack(super.cancel(mayInterruptIfRunning));",
                        "return reachBack(super.cancel(mayInterruptIfRunning) || isDone());",
                        CAN_07),
                CoreMutant.of("neighbour-not-run-again", "OneShot", "if (again ||", "if (core != null ||", CAN_09),
                CoreMutant.of(
                        "cancel-drops-the-connection",
                        "Flight",
                        "            core.untilSettled(this, sent);\n        }\n    }\n\n    /** The server",
                        "            backend.abort();\n        }\n    }\n\n    /** The server",
                        CAN_10),
                CoreMutant.of(
                                "silence-waited-for",
                                "DatabaseCore",
                                "giveUp.accept(awaited.tooLate(limit));",
                                "",
                                CAN_11)
                        .thatHangs());
    }

    private static List<CoreMutant> pools() {
        return List.of(
                CoreMutant.of("lent-to-two", "core/pool/Stock", "idle.pollLast();", "idle.peekLast();", POOL_01),
                CoreMutant.of(
                        "pinned-for-ever",
                        "ConnectionRun",
                        "session.retire(new ConnectionException(",
                        "java.util.Objects.requireNonNull(new ConnectionException(",
                        POOL_02),
                CoreMutant.of(
                        "failure-costs-a-connection",
                        "OneShot",
                        "if (problem == failure &&",
                        "if (problem == null &&",
                        POOL_03),
                CoreMutant.of(
                        "refused-without-counts",
                        "core/pool/PoolReport",
                        "counts.open() + \" of \"",
                        "\" of \"",
                        POOL_04),
                CoreMutant.of(
                        "oldest-borrower-unknown",
                        "core/pool/PoolReport",
                        "return lease == null",
                        "return lease != null",
                        POOL_06),
                CoreMutant.of(
                                "second-connection-needed",
                                "Database",
                                "return scope instanceof Route.ToSession session ?",
                                "return scope instanceof Route.ToSession session && session == null ?",
                                POOL_07)
                        .thatHangs(),
                CoreMutant.of(
                        "lost-ones-committed",
                        "OpenTransaction",
                        "return end(false, null);",
                        "return end(true, null);",
                        POOL_08),
                CoreMutant.of(
                        "resting-ones-counted-as-lent",
                        "core/pool/Books",
                        "stock.size() - stock.resting()",
                        "stock.size()",
                        POOL_09),
                CoreMutant.of(
                        "nobody-recalled", "core/pool/Books", "grants.later(each.borrower::recall);", "", POOL_10),
                CoreMutant.of(
                        "unclean-ones-lent-again",
                        "core/pool/Pool",
                        "boolean usable = !destroy && status == settings.cleanStatus();",
                        "boolean usable = status != Status.UNKNOWN;",
                        POOL_11),
                CoreMutant.of("nobody-shares", "OneShot", "acquire(!shareable || again", "acquire(true", POOL_12),
                CoreMutant.of(
                        "shared-with-transactions",
                        "core/pool/PooledConnection",
                        "return !exclusive && ",
                        "return ",
                        POOL_12),
                CoreMutant.of(
                        "loss-unnoticed",
                        "core/pool/Desk",
                        "        connection.markBroken();",
                        "        if (connection != null) { return; }",
                        POOL_13));
    }
}
