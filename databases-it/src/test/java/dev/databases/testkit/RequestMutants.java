package dev.databases.testkit;

import static dev.databases.testkit.rules.Rule.CAN_01;
import static dev.databases.testkit.rules.Rule.CORE_06;
import static dev.databases.testkit.rules.Rule.CORE_24;
import static dev.databases.testkit.rules.Rule.CUT_05;
import static dev.databases.testkit.rules.Rule.POOL_05;
import static dev.databases.testkit.rules.Rule.STREAM_02;

import dev.databases.error.QueryCancelledException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendThread;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import dev.databases.testkit.wrap.WrappedConnection;
import dev.databases.testkit.wrap.WrappedRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mutants that answer the right thing at the wrong time or place, or do not listen. */
final class RequestMutants {
    private RequestMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("cancel-ignored", requests(Deaf::new), CAN_01).thatHangs(),
                Mutant.of("cancel-hits-the-next", CancelsWhatFollows::new, CAN_01),
                Mutant.of("no-back-pressure", NoBackPressure::new, STREAM_02),
                Mutant.of("resume-ignored", requests(Stuck::new), STREAM_02).thatHangs(),
                Mutant.of("never-completes", Answer.told(RequestMutants::unlessItRead), CORE_06)
                        .thatHangs(),
                Mutant.of("close-forgotten", CloseForgotten::new, POOL_05).thatHangs(),
                Mutant.of("validate-always-fine", AlwaysAlive::new, CUT_05),
                Mutant.of("answers-on-the-callers-thread", OnCallersThread::new, CORE_24));
    }

    private static UnaryOperator<BackendConnection> requests(UnaryOperator<Request> wrapper) {
        return inner -> new WrappedConnection(inner) {
            @Override
            protected Request send(
                    CompiledSql statement,
                    List<@Nullable Object[]> arguments,
                    RowSink rows,
                    Function<RowSink, Request> below) {
                return wrapper.apply(below.apply(rows));
            }
        };
    }

    private static final class Deaf extends WrappedRequest {
        Deaf(Request inner) {
            super(inner);
        }

        @Override
        public void cancel() {}
    }

    private static final class Stuck extends WrappedRequest {
        Stuck(Request inner) {
            super(inner);
        }

        @Override
        public void resume() {}
    }

    /** Tells the end of nothing but failures and what affects rows. */
    private static void unlessItRead(Answer answer, Answer.Listener listener) {
        answer.feed(listener.rows());
        Completion counts = answer.counts;
        if (counts == null || counts.rowsAffected() > 0) {
            answer.complete(listener.completion());
        }
    }

    /**
     * A cancel hits all who come after, however soon they end: one who was hit in place of another is run once more.
     */
    private static final class CancelsWhatFollows extends WrappedConnection {
        private volatile boolean cancels;

        CancelsWhatFollows(BackendConnection inner) {
            super(inner);
        }

        @Override
        protected Request send(
                CompiledSql statement,
                List<@Nullable Object[]> arguments,
                RowSink rows,
                Function<RowSink, Request> below) {
            Request sent = below.apply(rows);
            return cancels
                    ? new Hit(sent, statement.sql())
                    : new WrappedRequest(sent) {
                        @Override
                        public void cancel() {
                            cancels = true;
                            super.cancel();
                        }
                    };
        }
    }

    private static final class Hit extends WrappedRequest {
        private final CompletionStage<Completion> cancelled;

        Hit(Request inner, String sql) {
            super(inner);
            cancelled = inner.completion().thenApply(counts -> {
                throw new QueryCancelledException("cancelled in place of another", sql, null);
            });
        }

        @Override
        public CompletionStage<Completion> completion() {
            return cancelled;
        }
    }

    /** Gives rows that nobody asked for; not those of one column, of which tests have answers without an end. */
    private static final class NoBackPressure extends WrappedConnection {
        NoBackPressure(BackendConnection inner) {
            super(inner);
        }

        @Override
        protected Request send(
                CompiledSql statement,
                List<@Nullable Object[]> arguments,
                RowSink rows,
                Function<RowSink, Request> below) {
            return below.apply(new RowSink() {
                private boolean isWide;

                @Override
                public void columns(List<ResultColumn> columns) {
                    isWide = columns.size() > 1;
                    rows.columns(columns);
                }

                @Override
                public boolean row(@Nullable Object[] values) {
                    return rows.row(values) || isWide;
                }
            });
        }
    }

    private static final class CloseForgotten extends WrappedConnection {
        CloseForgotten(BackendConnection inner) {
            super(inner);
        }

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedStage(null);
        }
    }

    private static final class AlwaysAlive extends WrappedConnection {
        AlwaysAlive(BackendConnection inner) {
            super(inner);
        }

        @Override
        public CompletionStage<Void> validate() {
            return CompletableFuture.completedStage(null);
        }
    }

    /** Waits inside of submit, and tells everything from there. */
    private static final class OnCallersThread extends WrappedConnection {
        OnCallersThread(BackendConnection inner) {
            super(inner);
        }

        @Override
        protected Request send(
                CompiledSql statement,
                List<@Nullable Object[]> arguments,
                RowSink rows,
                Function<RowSink, Request> below) {
            if (BackendThread.isCurrent()) {
                return below.apply(rows);
            }
            Answer answer = new Answer(statement, arguments);
            Request sent = below.apply(answer);
            sent.runHere();
            sent.completion()
                    .toCompletableFuture()
                    .handle((counts, failure) -> counts)
                    .join();
            answer.feed(rows);
            return sent;
        }
    }
}
