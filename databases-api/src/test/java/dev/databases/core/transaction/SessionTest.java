package dev.databases.core.transaction;

import static dev.databases.core.transaction.Statements.failure;
import static dev.databases.core.transaction.Statements.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.IsolationLevel;
import dev.databases.config.TransactionOptions;
import dev.databases.core.site.CallSite;
import dev.databases.core.transaction.Session.Ending;
import dev.databases.core.transaction.Session.Scope;
import dev.databases.core.transaction.Statements.Statement;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.spi.BackendConnection;
import dev.databases.sql.CallSites;
import dev.databases.stub.StubRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One connection and its transactions: order, nesting, agreement with the server. */
class SessionTest {
    @Test
    void transaction_isBegunWithItsFirstStatement() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        assertEquals(List.of(), on.backend.sent);
        on.run("INSERT 1", scope);
        get(on.end(scope, true));
        assertEquals(List.of("BEGIN", "INSERT 1", "COMMIT"), on.backend.sent);
        assertTrue(on.session.isClean());
    }

    @Test
    void transactionThatSentNothing_sendsNoCommit() throws Exception {
        Statements on = new Statements();
        get(on.end(on.begin(null), true));
        get(on.end(on.begin(null), false));
        assertEquals(List.of(), on.backend.sent);
        assertTrue(on.session.isClean());
    }

    @Test
    void nested_areSavepointsNamedByDepth() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope one = on.begin(outer);
        Scope two = on.begin(one);
        on.run("INSERT 1", two);
        get(on.end(two, false));
        get(on.end(one, true));
        Scope again = on.begin(outer);
        assertEquals(1, again.depth());
        get(on.end(again, true));
        get(on.end(outer, true));
        assertEquals(
                List.of(
                        "BEGIN",
                        "SAVEPOINT databases_1",
                        "SAVEPOINT databases_2",
                        "INSERT 1",
                        "ROLLBACK TO SAVEPOINT databases_2",
                        "RELEASE SAVEPOINT databases_2",
                        "RELEASE SAVEPOINT databases_1",
                        "SAVEPOINT databases_1",
                        "RELEASE SAVEPOINT databases_1",
                        "COMMIT"),
                on.backend.sent);
        assertTrue(on.session.isClean());
    }

    @Test
    void deepNesting_hasANameForEachDepth() throws Exception {
        Statements on = new Statements();
        List<Scope> open = new ArrayList<>();
        open.add(on.begin(null));
        for (int depth = 1; depth <= 20; depth++) {
            open.add(on.begin(open.get(depth - 1)));
        }
        assertTrue(on.backend.sent.contains("SAVEPOINT databases_20"));
        for (int depth = 20; depth >= 0; depth--) {
            get(on.end(open.get(depth), true));
        }
        assertTrue(on.session.isClean());
    }

    @Test
    void outOfOrderEnd_isRefusedAndChangesNothing() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope inner = on.begin(outer);
        TransactionException refused = assertThrows(TransactionException.class, () -> on.end(outer, true));
        assertTrue(refused.getMessage().contains("1 inner transaction is still open"), refused.getMessage());
        assertThrows(TransactionException.class, () -> on.end(outer, false));
        on.run("INSERT 1", inner);
        on.run("INSERT 2", outer);
        get(on.end(inner, true));
        get(on.end(outer, true));
        assertEquals("COMMIT", on.backend.sent.get(on.backend.sent.size() - 1));
        assertTrue(on.session.isClean());
    }

    @Test
    void closedAndEndingLevels_refuseEverything() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope inner = on.begin(outer);
        get(on.end(inner, true));
        closed(failure(on.submit("INSERT 1", inner).outcome), "has ended");
        closed(failure(on.ask(inner)), "has ended");
        closed(assertThrows(TransactionException.class, () -> on.end(inner, true)), "has ended");
        Statement held = on.submit("hold", outer);
        StubRequest request = on.backend.nextHeld();
        CompletionStage<Void> ending = on.end(outer, true);
        closed(failure(on.submit("INSERT 2", outer).outcome), "is ending");
        closed(assertThrows(TransactionException.class, () -> on.end(outer, false)), "is ending");
        closed(assertThrows(TransactionException.class, () -> on.session.endBody(outer, true)), "is ending");
        request.answer();
        get(held.outcome);
        get(ending);
        closed(failure(on.submit("INSERT 3", outer).outcome), "has ended");
        assertFalse(on.backend.sent.toString().contains("INSERT"), on.backend.sent::toString);
        on.run("INSERT 4", null);
        assertTrue(on.session.isClean());
    }

    private static void closed(Throwable failure, String words) {
        assertInstanceOf(TransactionClosedException.class, failure);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @Test
    void siblings_takeTurns() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope first = on.begin(outer);
        CompletableFuture<Scope> second = on.ask(outer);
        CompletableFuture<Scope> third = on.ask(outer);
        on.run("INSERT 1", first);
        on.run("INSERT of the outer", outer);
        assertFalse(second.isDone());
        get(on.end(first, false));
        on.run("INSERT 2", get(second));
        assertFalse(third.isDone());
        get(on.session.endBody(get(second), true));
        get(on.end(get(third), true));
        get(on.end(outer, true));
        assertEquals(1, get(second).depth());
        assertEquals(1, get(third).depth());
        assertTrue(on.session.isClean());
    }

    @Test
    void outermostOnes_onOneConnection_takeTurns() throws Exception {
        Statements on = new Statements();
        Scope first = on.begin(null);
        CompletableFuture<Scope> second = on.ask(null);
        on.run("INSERT 1", first);
        get(on.end(first, true));
        on.run("INSERT 2", get(second));
        get(on.end(get(second), true));
        assertEquals(List.of("BEGIN", "INSERT 1", "COMMIT", "BEGIN", "INSERT 2", "COMMIT"), on.backend.sent);
        assertTrue(on.session.isClean());
    }

    @Test
    void sibling_begunInsideTheOneItWouldWaitFor_isRefused() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope inner = on.begin(outer);
        Throwable refused =
                failure(on.session.begin(TransactionOptions.DEFAULT, outer, new Session.Asking(inner, null)));
        assertTrue(refused.getMessage().contains("another transaction is open"), refused.getMessage());
        get(on.end(on.begin(inner), true));
        get(on.end(inner, true));
        get(on.end(outer, true));
        assertTrue(on.session.isClean());
    }

    @Test
    void sibling_thatNobodyWaitsForAnyMore_isNotBegun() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope first = on.begin(outer);
        CompletableFuture<Scope> second = on.ask(outer);
        CompletableFuture<Scope> third = on.ask(outer);
        second.cancel(false);
        get(on.end(first, true));
        get(on.end(get(third), true));
        get(on.end(outer, true));
        assertEquals(
                2,
                on.backend.sent.stream()
                        .filter(each -> each.startsWith("SAVEPOINT"))
                        .count());
        assertTrue(on.session.isClean());
    }

    @Test
    void beginGivenUpWhileItIsUnderWay_isRolledBack() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Statement held = on.submit("hold", outer);
        StubRequest request = on.backend.nextHeld();
        CompletableFuture<Scope> inner = on.ask(outer);
        on.backend.onLoop(() -> inner.cancel(false));
        request.answer();
        get(held.outcome);
        get(on.end(outer, true));
        assertEquals("COMMIT", on.backend.sent.get(on.backend.sent.size() - 1));
        assertTrue(on.session.isClean());
    }

    @Test
    void siblingsThatWait_areLeftBehind_whenTheBodyEnds() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        on.begin(outer);
        CompletableFuture<Scope> waiting = on.ask(outer);
        assertEquals(new Ending(2), get(on.session.endBody(outer, true)));
        assertTrue(failure(waiting).getMessage().contains("the body of its transaction had ended"));
        assertTrue(on.session.isClean());
    }

    @Test
    void optionsOfARoot_areRefusedForANestedOne_andTheSessionGoesOn() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        for (TransactionOptions options : List.of(
                TransactionOptions.DEFAULT.asReadOnly(),
                TransactionOptions.DEFAULT.asDeferrable(),
                TransactionOptions.DEFAULT.isolation(IsolationLevel.SERIALIZABLE))) {
            Throwable refused = failure(on.session.begin(options, outer, Session.Asking.UNKNOWN));
            assertTrue(refused.getMessage().contains("belong to the outermost"), refused.getMessage());
        }
        on.run("INSERT 1", outer);
        get(on.end(outer, true));
        assertTrue(on.session.isClean());
    }

    @Test
    void failedSavepoint_isClosed_andTheNextCanBegin() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        on.run("INSERT 1", outer);
        on.backend.refused.add("SAVEPOINT databases_1");
        CompletionStage<Scope> first = on.ask(outer);
        CompletionStage<Scope> second = on.ask(outer);
        assertInstanceOf(QueryException.class, failure(first));
        get(on.end(get(second), true));
        get(on.end(outer, true));
        assertTrue(on.session.isClean());
    }

    // agreement with the server

    @Test
    void failedBegin_refusesWhatFollows_andNothingRunsInAutoCommit() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        Statement first = on.submit("INSERT 1 hold beginfails", scope);
        Statement second = on.submit("INSERT 2", scope);
        on.backend.nextHeld().answer();
        assertInstanceOf(QueryException.class, failure(first.outcome));
        assertInstanceOf(TransactionRolledBackException.class, failure(second.outcome));
        assertInstanceOf(TransactionRolledBackException.class, failure(on.submit("INSERT 3", scope).outcome));
        assertInstanceOf(TransactionRolledBackException.class, failure(on.end(scope, true)));
        assertTrue(on.session.isClean(), "nothing is open: the connection is as good as before");
        assertEquals(List.of("BEGIN", "INSERT 1 hold beginfails"), on.backend.sent);
        Scope again = on.begin(null);
        on.run("INSERT 4", again);
        get(on.end(again, true));
    }

    @Test
    void statementThatEndedTheTransaction_losesTheSession() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        on.run("INSERT 1", scope);
        Throwable lost = failure(on.submit("this drops the transaction", scope).outcome);
        assertEquals(TransactionException.class, lost.getClass());
        assertTrue(lost.getMessage().contains("not open on the server any more"), lost.getMessage());
        assertEquals(lost, failure(on.submit("INSERT 2", scope).outcome));
        get(on.end(scope, false));
        assertFalse(on.session.isClean());
        assertFalse(on.backend.sent.contains("INSERT 2"));
        assertFalse(on.backend.sent.contains("ROLLBACK"));
    }

    @Test
    void statementThatFailed_andEndedTheTransaction_reportsItsOwnFailure() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        on.run("INSERT 1", scope);
        assertInstanceOf(QueryException.class, failure(on.submit("fails, drops the transaction", scope).outcome));
        Throwable after = failure(on.submit("INSERT 2", scope).outcome);
        assertInstanceOf(TransactionRolledBackException.class, after);
        assertInstanceOf(QueryException.class, after.getCause());
        get(on.end(scope, false));
        assertTrue(on.session.isClean(), "the failure explains it");
    }

    @Test
    void savepointBehindTheStatementThatEndedTheTransaction_isNotSent() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        Statement failing = on.submit("hold, fails, drops the transaction", scope);
        CompletableFuture<Scope> inner = on.ask(scope);
        on.backend.nextHeld().answer();
        failure(failing.outcome);
        assertInstanceOf(TransactionRolledBackException.class, failure(inner));
        get(on.end(scope, false));
        assertEquals(2, on.backend.sent.size(), on.backend.sent::toString);
        assertTrue(on.session.isClean());
    }

    @Test
    void workThatThrows_countsAsFailed_andTheLineGoesOn() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        Statement broken = on.submit("THROWS", scope);
        assertInstanceOf(IllegalStateException.class, failure(broken.outcome));
        on.run("INSERT 1", scope);
        get(on.end(scope, true));
        assertTrue(on.session.isClean());
    }

    @Test
    void answerThatNeverComes_canBeGivenUp() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        on.run("INSERT 1", outer);
        on.backend.commitText = "COMMIT hold";
        CompletionStage<Void> commit = on.end(outer, true);
        on.backend.nextHeld();
        on.session.giveUp(new IllegalStateException("no answer"));
        Throwable unknown = failure(commit);
        assertInstanceOf(CommitOutcomeUnknownException.class, unknown);
        assertEquals("no answer", unknown.getCause().getMessage());
        assertFalse(on.session.isClean());
    }

    @Test
    void savepointThatIsNeverAnswered_canBeGivenUp_withAllBehindIt() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        on.run("INSERT 1", outer);
        on.backend.unanswered.add("SAVEPOINT databases_1");
        CompletableFuture<Scope> inner = on.ask(outer);
        Statement behind = on.submit("INSERT 2", outer);
        CompletionStage<Ending> ending = on.session.endBody(outer, true);
        failure(behind.outcome);
        on.session.giveUp(new IllegalStateException("no answer"));
        assertEquals("no answer", failure(inner).getMessage());
        get(ending);
        assertFalse(on.session.isClean());
        assertFalse(on.backend.sent.contains("ROLLBACK"), "nothing is sent to a connection that is lost");
    }

    @Test
    void retired_refusesEverything() throws Exception {
        Statements on = new Statements();
        on.run("INSERT 1", null);
        on.session.retire(new IllegalStateException("given back"));
        assertEquals("given back", failure(on.submit("INSERT 2", null).outcome).getMessage());
        assertEquals("given back", failure(on.ask(null)).getMessage());
        assertEquals(List.of("INSERT 1"), on.backend.sent);
    }

    @Test
    void useAfterTheEnd_namesThePlaces() throws Exception {
        Statements on = new Statements();
        Scope scope = get(on.session.begin(
                TransactionOptions.DEFAULT, null, new Session.Asking(null, CallSites.site(CallSite::here))));
        get(CallSites.site(() -> on.end(scope, true)));
        Throwable late = failure(CallSites.site(() -> on.submit("INSERT 1", scope)).outcome);
        String place = "dev.databases.sql.CallSites.site(CallSites.java:";
        for (String fact : List.of("begun at: ", "ended at: ", "used at: ")) {
            assertTrue(late.getMessage().contains("\n  " + fact), late.getMessage());
        }
        assertEquals(4, late.getMessage().split(Pattern.quote(place), -1).length, late.getMessage());
    }

    @Test
    void statementThatBeganATransaction_losesTheSession() throws Exception {
        Statements on = new Statements();
        Throwable lost = failure(on.submit("this starts one", null).outcome);
        assertTrue(lost.getMessage().contains("a transaction is open on the server that was not begun here"));
        assertFalse(on.session.isClean());
        assertEquals(lost, failure(on.submit("INSERT 1", null).outcome));
    }

    @Test
    void lostConnection_losesTheSession() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        on.run("INSERT 1", scope);
        Statement held = on.submit("hold", scope);
        on.backend.nextHeld();
        on.connection.abort();
        failure(held.outcome);
        Throwable lost = failure(on.submit("INSERT 2", scope).outcome);
        assertTrue(lost.getMessage().contains("the connection of this transaction was lost"), lost.getMessage());
        assertInstanceOf(TransactionException.class, failure(on.end(scope, true)));
        assertFalse(on.session.isClean());
    }

    @Test
    void firstStatementStoppedBeforeItWasSent_leavesTheTransactionAsItWas() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        assertInstanceOf(IllegalStateException.class, failure(on.submit("NOT SENT", scope).outcome));
        on.run("INSERT 1", scope);
        get(on.end(scope, true));
        assertEquals(List.of("BEGIN", "INSERT 1", "COMMIT"), on.backend.sent);
        assertTrue(on.session.isClean());
    }

    @Test
    void insideAForeignTransaction_everyLevelIsASavepoint() throws Exception {
        Statements on = new Statements(true);
        on.run("INSERT 1", null);
        Scope scope = on.begin(null);
        assertEquals(1, scope.depth());
        on.run("INSERT 2", scope);
        get(on.end(scope, true));
        assertTrue(on.session.isClean());
        assertEquals(
                List.of("INSERT 1", "SAVEPOINT databases_1", "INSERT 2", "RELEASE SAVEPOINT databases_1"),
                on.backend.sent);
        failure(on.submit("fails, drops the transaction", null).outcome);
        assertInstanceOf(TransactionRolledBackException.class, failure(on.submit("INSERT 3", null).outcome));
        assertFalse(on.session.isClean(), "what must stay open is not open any more");
    }

    // order

    @Test
    void work_runsInOrder_oneAtATime() throws Exception {
        Statements on = new Statements();
        List<Statement> line = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            line.add(on.submit(i % 10 == 0 ? "hold " + i : "INSERT " + i, null));
        }
        for (int i = 0; i < 20; i++) {
            StubRequest request = on.backend.nextHeld();
            assertEquals("hold " + i * 10, request.sql());
            assertEquals(i * 10 + 1, on.backend.sent.size());
            request.answer();
        }
        for (int i = 0; i < 200; i++) {
            assertEquals(on.backend.sent.get(i), get(line.get(i).outcome));
        }
        assertEquals(List.of(), on.backend.complaints);
    }

    @Test
    void withdrawnWork_isNeitherRunNorRefused() throws Exception {
        Statements on = new Statements();
        Statement running = on.submit("hold", null);
        Statement waiting = on.submit("INSERT 1", null);
        assertFalse(on.session.withdraw(running));
        assertTrue(on.session.withdraw(waiting));
        assertFalse(on.session.withdraw(waiting));
        on.backend.nextHeld().answer();
        get(running.outcome);
        assertFalse(waiting.outcome.isDone());
        assertEquals(List.of("hold"), on.backend.sent);
    }

    @Test
    void deepQueue_ofWorkThatAnswersAtOnce_doesNotRecurse() throws Exception {
        Statements on = new Statements();
        Statement held = on.submit("hold", null);
        List<Immediate> line = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Immediate immediate = new Immediate();
            line.add(immediate);
            on.session.submit(immediate, null);
        }
        on.backend.nextHeld().answer();
        get(held.outcome);
        on.backend.settle();
        assertTrue(line.stream().allMatch(each -> each.done));
        assertTrue(on.session.isClean());
    }

    private static final class Immediate implements Work {
        volatile boolean done;

        @Override
        public void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered) {
            done = answered.apply(null) == null;
        }

        @Override
        public void refuse(Throwable why) {}

        @Override
        public void stop() {}

        @Override
        public void giveUp(Throwable why) {}
    }

    @Test
    void whoHoldsUpTheCurrentWork_canNeitherSubmitNorEnd() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        Statement stream = on.submit("hold", scope);
        StubRequest request = on.backend.nextHeld();
        stream.heldUpBy = Thread.currentThread();
        assertTrue(failure(on.submit("INSERT 1", scope).outcome).getMessage().contains("busy with the stream"));
        assertTrue(failure(on.ask(scope)).getMessage().contains("busy"));
        assertThrows(TransactionException.class, () -> on.end(scope, true));
        stream.heldUpBy = null;
        CompletionStage<Void> ending = on.end(scope, true);
        request.answer();
        get(ending);
        assertTrue(on.session.isClean());
    }

    // bodies

    @Test
    void endBody_withNothingLeft_commits() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        on.run("INSERT 1", scope);
        assertEquals(new Ending(0), get(on.session.endBody(scope, true)));
        assertEquals(List.of("BEGIN", "INSERT 1", "COMMIT"), on.backend.sent);
    }

    @Test
    void endBody_withRunningAndQueuedWork_stopsItAndRollsBack() throws Exception {
        Statements on = new Statements();
        Scope scope = on.begin(null);
        Statement running = on.submit("hold", scope);
        Statement queued = on.submit("INSERT 1", scope);
        CompletionStage<Ending> ending = on.session.endBody(scope, true);
        assertTrue(running.stopped);
        assertTrue(failure(queued.outcome).getMessage().contains("the body of its transaction had ended"));
        assertFalse(ending.toCompletableFuture().isDone());
        on.backend.nextHeld().answer();
        assertEquals(new Ending(2), get(ending));
        assertEquals(List.of("BEGIN", "hold", "ROLLBACK"), on.backend.sent);
        assertTrue(on.session.isClean());
    }

    @Test
    void endBody_withAnInnerTransactionOpen_rollsBackBoth() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope inner = on.begin(outer);
        on.run("INSERT 1", inner);
        assertEquals(new Ending(1), get(on.session.endBody(outer, true)));
        assertEquals("ROLLBACK", on.backend.sent.get(on.backend.sent.size() - 1));
        closed(failure(on.submit("INSERT 2", inner).outcome), "has ended");
        closed(assertThrows(TransactionException.class, () -> on.session.endBody(inner, false)), "has ended");
        assertTrue(on.session.isClean());
    }

    @Test
    void endBody_ofAnInnerOne_leavesTheOuterOnesWorkAlone() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope inner = on.begin(outer);
        Statement running = on.submit("hold", inner);
        Statement ofOuter = on.submit("INSERT 1", outer);
        CompletionStage<Ending> ending = on.session.endBody(inner, true);
        on.backend.nextHeld().answer();
        get(running.outcome);
        assertEquals(new Ending(1), get(ending));
        get(ofOuter.outcome);
        get(on.end(outer, true));
        assertEquals("COMMIT", on.backend.sent.get(on.backend.sent.size() - 1));
    }

    @Test
    void failedCommit_isFollowedByARollback() throws Exception {
        Statements on = new Statements();
        on.backend.commitText = "COMMIT fails";
        Scope scope = on.begin(null);
        on.run("INSERT 1", scope);
        assertInstanceOf(QueryException.class, failure(on.end(scope, true)));
        assertEquals(List.of("BEGIN", "INSERT 1", "COMMIT fails", "ROLLBACK"), on.backend.sent);
        assertTrue(on.session.isClean());
        on.run("INSERT 2", null);
    }

    @Test
    void failedRelease_isFollowedByARollbackToTheSavepoint() throws Exception {
        Statements on = new Statements();
        Scope outer = on.begin(null);
        Scope inner = on.begin(outer);
        on.backend.refused.add("RELEASE SAVEPOINT databases_1");
        assertInstanceOf(QueryException.class, failure(on.end(inner, true)));
        assertTrue(on.backend.sent.contains("ROLLBACK TO SAVEPOINT databases_1"));
        on.run("INSERT 1", outer);
        get(on.end(outer, true));
        assertTrue(on.session.isClean());
    }
}
