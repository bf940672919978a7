package dev.databases;

import dev.databases.core.site.CallSite;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under forced rollback, notices statements that were probably meant to be inside a block and are not: they come to the
 * pool while the block is pending. The façade tells it of blocks, {@link Route.ToPool} of statements; it logs both places
 * to {@code dev.databases.context}, once for each place of a statement.
 *
 * <p>It cannot know: a statement of another task looks the same. So it only hints, and the statement runs in its turn.
 * Without forced rollback it looks at nothing.
 */
final class EscapeWatch {
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.context");

    /** A block whose end has not come. */
    private static final class Pending {
        private final CallSite begun;
        private volatile BooleanSupplier isOver;

        Pending(CallSite begun, BooleanSupplier isOver) {
            this.begun = begun;
            this.isOver = isOver;
        }
    }

    /** A body with its argument. */
    private interface Call<T, X extends Exception> {
        CompletionStage<T> run() throws X;
    }

    private final boolean enabled;
    private final Deque<Pending> blocks = new ConcurrentLinkedDeque<>();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    EscapeWatch(boolean enabled) {
        this.enabled = enabled;
    }

    /** The body of a transaction; it is pending from when it is called until its stage has completed. */
    <T> Body<T> watched(Body<T> body) {
        if (!enabled) {
            return body;
        }
        CallSite begun = CallSite.here();
        return transaction -> run(begun, () -> body.run(transaction));
    }

    /** The body of a pinned connection. */
    <T> Function<Connection, CompletionStage<T>> watched(
            Function<? super Connection, ? extends CompletionStage<T>> body) {
        if (!enabled) {
            return body::apply;
        }
        CallSite begun = CallSite.here();
        return connection -> run(begun, () -> body.apply(connection));
    }

    /** The stage is asked: who hears of its end before we would may already go on. */
    private <T, X extends Exception> CompletionStage<T> run(CallSite begun, Call<T, X> body) throws X {
        Pending block = opened(begun, () -> false);
        CompletionStage<T> stage = null;
        try {
            stage = body.run();
            return stage;
        } finally {
            CompletionStage<T> made = stage;
            block.isOver = () -> made == null || isDone(made);
        }
    }

    private static boolean isDone(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture().isDone();
        } catch (UnsupportedOperationException tellsNothing) {
            return true;
        }
    }

    /** The transaction of a thread. */
    void opened(Transaction transaction) {
        if (enabled) {
            opened(CallSite.here(), transaction::hasEnded);
        }
    }

    private Pending opened(CallSite begun, BooleanSupplier isOver) {
        forgetWhatIsOver();
        Pending block = new Pending(begun, isOver);
        blocks.addLast(block);
        return block;
    }

    private void forgetWhatIsOver() {
        blocks.removeIf(block -> block.isOver.getAsBoolean());
    }

    /** A statement goes to the pool. */
    void outside(Operation<?> operation) {
        if (!enabled) {
            return;
        }
        forgetWhatIsOver();
        Pending innermost = blocks.peekLast();
        if (innermost == null) {
            return;
        }
        CallSite issued = CallSite.here();
        if (reported.add(issued.toString())) {
            LOG.warn(
                    "A statement came from outside of a block that is pending; it waits for its turn"
                            + "\n  statement: {}\n  issued: {}\n  block: {}\n  hint: {}",
                    operation.sql(),
                    issued,
                    innermost.begun,
                    "if it belongs to that block, a foreign future (supplyAsync, allOf) or a new thread lies between: use the"
                            + " block's handle, Database.all(…) or Database.contextExecutor(…); if it is another task's, all"
                            + " is well");
        }
    }
}
