package dev.databases.testkit;

import static dev.databases.testkit.rules.Rule.CORE_04;
import static dev.databases.testkit.rules.Rule.CORE_12;
import static dev.databases.testkit.rules.Rule.TX_01;
import static dev.databases.testkit.rules.Rule.TX_02;
import static dev.databases.testkit.rules.Rule.TX_03;
import static dev.databases.testkit.rules.Rule.TX_09;
import static dev.databases.testkit.rules.Rule.TX_10;
import static dev.databases.testkit.rules.Rule.TX_12;

import dev.databases.config.TransactionOptions;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import dev.databases.testkit.wrap.WrappedConnection;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Mutants whose transactions are none. */
final class TransactionMutants {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);
    private static final CompiledSql NOTHING =
            CompiledSql.of("SELECT 1", CompiledSql.Kind.CONTROL, List.of(), List.of());

    private TransactionMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("commit-that-rolls-back", CommitRollsBack::new, TX_01),
                Mutant.of("rollback-that-commits", RollbackCommits::new, TX_02, TX_09),
                Mutant.of("rollback-forgotten", RollbackForgotten::new, TX_02, TX_09),
                Mutant.of("begin-ignored", BeginIgnored::new, TX_02, TX_12),
                Mutant.of("savepoint-rollback-ignored", SavepointStays::new, TX_03),
                Mutant.of("many-not-atomic", ManyOneByOne::new, CORE_04),
                Mutant.of("read-only-ignored", ReadOnlyIgnored::new, TX_10),
                Mutant.of("status-always-idle", AlwaysIdle::new, TX_01),
                Mutant.of("status-late", LateStatus::new, TX_01),
                Mutant.of("null-written-as-empty", NullIsEmpty::new, CORE_12));
    }

    private static final class CommitRollsBack extends WrappedConnection {
        CommitRollsBack(BackendConnection inner) {
            super(inner);
        }

        @Override
        public CompletionStage<Void> commit() {
            return inner().rollback();
        }
    }

    private static final class RollbackCommits extends WrappedConnection {
        RollbackCommits(BackendConnection inner) {
            super(inner);
        }

        @Override
        public CompletionStage<Void> rollback() {
            return inner().commit();
        }
    }

    /** A dirty connection that says it is clean. */
    private static final class RollbackForgotten extends WrappedConnection {
        private volatile boolean dirty;

        RollbackForgotten(BackendConnection inner) {
            super(inner);
        }

        @Override
        public Status status() {
            return dirty ? Status.IDLE : super.status();
        }

        @Override
        public CompletionStage<Void> rollback() {
            dirty = true;
            return DONE;
        }
    }

    /** Every statement for itself, while the status says what core expects. */
    private static class BeginIgnored extends WrappedConnection {
        private volatile Status told = Status.IDLE;
        private boolean recorded;

        BeginIgnored(BackendConnection inner) {
            super(inner);
        }

        @Override
        public Status status() {
            return super.status() == Status.UNKNOWN ? Status.UNKNOWN : told;
        }

        @Override
        public void begin(TransactionOptions options) {
            recorded = true;
        }

        @Override
        public Request submit(CompiledQuery query, RowSink rows) {
            beginInName();
            return super.submit(query, rows);
        }

        @Override
        public Request submitMany(CompiledBatch batch, RowSink rows) {
            beginInName();
            return super.submitMany(batch, rows);
        }

        final void beginInName() {
            if (recorded) {
                told = Status.IN_TRANSACTION;
            }
            recorded = false;
        }

        @Override
        public CompletionStage<Void> commit() {
            return end();
        }

        @Override
        public CompletionStage<Void> rollback() {
            return end();
        }

        private CompletionStage<Void> end() {
            told = Status.IDLE;
            recorded = false;
            return DONE;
        }
    }

    private static final class SavepointStays extends WrappedConnection {
        SavepointStays(BackendConnection inner) {
            super(inner);
        }

        @Override
        public Request submit(CompiledQuery query, RowSink rows) {
            return query.sql().startsWith("ROLLBACK TO")
                    ? inner().submit(CompiledQuery.of(NOTHING), rows)
                    : super.submit(query, rows);
        }
    }

    /** Many rows are many statements, each of which stays; only its first failure is told. */
    private static final class ManyOneByOne extends BeginIgnored {
        ManyOneByOne(BackendConnection inner) {
            super(inner);
        }

        @Override
        public Request submitMany(CompiledBatch batch, RowSink rows) {
            beginInName();
            CompletionStage<Completion> all = CompletableFuture.completedStage(Completion.NONE);
            for (@Nullable Object[] row : batch.rows()) {
                all = all.thenCompose(before -> {
                    Request one = inner().submit(new CompiledQuery(batch.statement(), row), rows);
                    one.runHere();
                    return one.completion();
                });
            }
            CompletionStage<Completion> end = all;
            return new Request() {
                @Override
                public CompletionStage<Completion> completion() {
                    return end;
                }

                @Override
                public void resume() {}

                @Override
                public void cancel() {}
            };
        }
    }

    private static final class ReadOnlyIgnored extends WrappedConnection {
        ReadOnlyIgnored(BackendConnection inner) {
            super(inner);
        }

        @Override
        public void begin(TransactionOptions options) {
            inner().begin(TransactionOptions.DEFAULT);
        }
    }

    private static final class AlwaysIdle extends WrappedConnection {
        AlwaysIdle(BackendConnection inner) {
            super(inner);
        }

        @Override
        public Status status() {
            return Status.IDLE;
        }
    }

    /** Completes before it is ready for the next: the status is still that of the answer before. */
    private static final class LateStatus extends WrappedConnection {
        private volatile Status told = Status.IDLE;
        private final BackendConnection answering;

        LateStatus(BackendConnection inner) {
            super(inner);
            answering = Answer.told((answer, listener) -> {
                        answer.feed(listener.rows());
                        answer.complete(listener.completion());
                        told = inner.status();
                    })
                    .apply(inner);
        }

        @Override
        public Status status() {
            return told;
        }

        @Override
        public Request submit(CompiledQuery query, RowSink rows) {
            return answering.submit(query, rows);
        }
    }

    private static final class NullIsEmpty extends WrappedConnection {
        NullIsEmpty(BackendConnection inner) {
            super(inner);
        }

        @Override
        public Request submit(CompiledQuery query, RowSink rows) {
            return super.submit(new CompiledQuery(query.statement(), filled(query.arguments())), rows);
        }

        private static @Nullable Object[] filled(@Nullable Object[] arguments) {
            return Arrays.stream(arguments)
                    .map(each -> each == null ? "" : each)
                    .toArray();
        }
    }
}
