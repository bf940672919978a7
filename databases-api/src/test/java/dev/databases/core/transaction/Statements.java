package dev.databases.core.transaction;

import dev.databases.config.TransactionOptions;
import dev.databases.core.transaction.Session.Scope;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import dev.databases.stub.StubBackend;
import dev.databases.stub.StubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A session on a connection of the stub, and the statements that a test runs in it. */
final class Statements {
    final StubBackend backend = new StubBackend();
    final StubConnection connection;
    final Session session;

    Statements(boolean insideTransaction) throws Exception {
        backend.connect(Duration.ofSeconds(1), null).toCompletableFuture().get(10, TimeUnit.SECONDS);
        connection = backend.connections.get(0);
        if (insideTransaction) {
            connection.status = BackendConnection.Status.IN_TRANSACTION;
        }
        session = new Session(connection, insideTransaction);
    }

    Statements() throws Exception {
        this(false);
    }

    /** One statement as the façade would run it. */
    static final class Statement implements Work, RowSink {
        final CompletableFuture<String> outcome = new CompletableFuture<>();
        final String sql;
        volatile boolean stopped;
        volatile @Nullable Thread heldUpBy;
        private volatile boolean sent;

        Statement(String sql) {
            this.sql = sql;
        }

        @Override
        public void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered) {
            if (sql.equals("NOT SENT")) {
                complete(answered.apply(new IllegalStateException("stopped before it was sent")));
                return;
            }
            if (sql.equals("THROWS")) {
                throw new IllegalStateException("on purpose");
            }
            sent = true;
            Request request = connection.submit(
                    CompiledQuery.of(CompiledSql.of(sql, CompiledSql.Kind.WRITE, List.of(), List.of())), this);
            request.completion().whenComplete((completion, failure) -> complete(answered.apply(failure)));
        }

        private void complete(@Nullable Throwable problem) {
            if (problem == null) {
                outcome.complete(sql);
            } else {
                outcome.completeExceptionally(problem);
            }
        }

        @Override
        public boolean holdsUp(Thread thread) {
            return heldUpBy == thread;
        }

        @Override
        public boolean hasSent() {
            return sent;
        }

        @Override
        public void refuse(Throwable why) {
            outcome.completeExceptionally(why);
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void giveUp(Throwable why) {}

        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] values) {
            return true;
        }
    }

    Statement submit(String sql, @Nullable Scope scope) {
        Statement statement = new Statement(sql);
        session.submit(statement, scope);
        return statement;
    }

    void run(String sql, @Nullable Scope scope) throws Exception {
        get(submit(sql, scope).outcome);
    }

    Scope begin(@Nullable Scope parent) throws Exception {
        return get(ask(parent));
    }

    CompletableFuture<Scope> ask(@Nullable Scope parent) {
        return session.begin(TransactionOptions.DEFAULT, parent, Session.Asking.UNKNOWN);
    }

    CompletionStage<Void> end(Scope scope, boolean commit) {
        return session.end(scope, commit, () -> {});
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static Throwable failure(CompletionStage<?> stage) throws Exception {
        try {
            throw new AssertionError("did not fail, gave " + get(stage));
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }
}
