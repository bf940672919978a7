package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.core.task.TaskFuture;
import dev.databases.sql.Query;
import dev.databases.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The verbs, the same on a {@link Database}, a pinned {@link Connection} and a {@link Transaction}. A statement is one of the
 * expression language, or SQL text with parameters written {@code :name}; values are given by name.
 *
 * <p>A verb checks its arguments for null at once; everything else that can go wrong arrives in the future, as a
 * {@link dev.databases.error.DatabaseException} or as what a mapper or a body threw. Futures complete on the backend's
 * thread unless the builder was given a callback executor; waiting for one on such a thread fails at once. Cancelling a
 * future, or a stage that depends on it, cancels the statement.
 *
 * <p>Inside the body of a transaction, also across asynchronous stages, the verbs of the database reach that transaction.
 * All methods may be called from any thread.
 */
public abstract sealed class Queries permits Database, Connection, Transaction {
    private final DatabaseCore core;

    Queries(DatabaseCore core) {
        this.core = core;
    }

    DatabaseCore core() {
        return core;
    }

    /** Where a statement goes that is issued now. */
    abstract Route route();

    // execute

    /**
     * Runs a statement for its effect.
     *
     * @param statement the statement
     * @return what it did
     */
    public CompletableFuture<Result> execute(Statement statement) {
        return execute(statement, Map.of());
    }

    /**
     * Runs a statement for its effect.
     *
     * @param statement the statement
     * @param values its named parameters, and for an INSERT or UPDATE the columns to set
     * @return what it did
     */
    public CompletableFuture<Result> execute(Statement statement, Map<String, ? extends @Nullable Object> values) {
        return run(statement, values, () -> new Executing(core, plan(statement, values)));
    }

    /**
     * Runs SQL text for its effect.
     *
     * @param sql one statement
     * @return what it did
     */
    public CompletableFuture<Result> execute(String sql) {
        return execute(sql, Map.of());
    }

    /**
     * Runs SQL text for its effect.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return what it did
     */
    public CompletableFuture<Result> execute(String sql, Map<String, ? extends @Nullable Object> values) {
        return run(sql, values, () -> new Executing(core, plan(sql, values)));
    }

    // executeMany

    /**
     * Runs a statement once for each row of values, in the fastest way that means the same; all in one transaction,
     * which is the one that it is in, or else one of its own.
     *
     * <p>A failure names the row or the range of rows. Outside of a transaction nothing has happened then. Inside of one it
     * is as after any statement that fails: the transaction must be rolled back, or it goes on
     * ({@link dev.databases.config.Feature#ERROR_ABORTS_TRANSACTION}), and then rows before the failure may be there. A
     * nested transaction around it undoes all of it.
     *
     * @param statement the statement
     * @param rows the values, with the same names in each row; nothing happens if there is no row
     * @return the sum of what it did, keys in the order of the rows
     */
    public CompletableFuture<Result> executeMany(
            Statement statement, Collection<? extends Map<String, ? extends @Nullable Object>> rows) {
        return many(
                statement,
                rows,
                () -> Plan.Many.of(core.compilers().statements().compileMany(statement, rows)));
    }

    /**
     * Runs SQL text once for each row of values, in the fastest way that means the same; all in one transaction, as
     * {@link #executeMany(Statement, Collection)} does.
     *
     * @param sql one statement
     * @param rows the values, with the same names in each row; nothing happens if there is no row
     * @return the sum of what it did
     */
    public CompletableFuture<Result> executeMany(
            String sql, Collection<? extends Map<String, ? extends @Nullable Object>> rows) {
        return many(sql, rows, () -> new Plan.Many(core.compilers().texts().compileMany(sql, rows), List.of(), false));
    }

    private CompletableFuture<Result> many(Object statement, Collection<?> rows, Supplier<Plan.Many> plan) {
        Objects.requireNonNull(statement, "statement");
        if (rows.isEmpty()) {
            return TaskFuture.done(new Result(0, List.of(), List.of()));
        }
        Executing operation;
        Route route;
        try {
            operation = new Executing(core, plan.get());
            route = route();
        } catch (RuntimeException refused) {
            return TaskFuture.failed(refused);
        }
        if (route instanceof Route.ToSession session && session.scope() != null) {
            route.run(operation, false);
            return operation.future;
        }
        return transaction(TransactionOptions.DEFAULT, transaction -> {
            transaction.route().run(operation, false);
            return operation.future;
        });
    }

    // fetchAll

    /**
     * Fetches all rows.
     *
     * @param statement the statement
     * @return the rows
     */
    public CompletableFuture<List<Row>> fetchAll(Statement statement) {
        return fetchAll(statement, Map.of());
    }

    /**
     * Fetches all rows.
     *
     * @param statement the statement
     * @param values its named parameters
     * @return the rows
     */
    public CompletableFuture<List<Row>> fetchAll(Statement statement, Map<String, ? extends @Nullable Object> values) {
        return run(statement, values, () -> new Fetching<>(core, plan(statement, values), row -> row));
    }

    /**
     * Fetches all rows as records, or as single values where there is one column.
     *
     * @param statement the statement
     * @param type a record whose components are named like the columns, or the class of the single column
     * @param <T> that class
     * @return the values
     */
    public <T> CompletableFuture<List<T>> fetchAll(Statement statement, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return run(statement, Map.of(), () -> new Fetching<>(core, plan(statement, Map.of()), RecordPlan.mapper(type)));
    }

    /**
     * Fetches all rows, each mapped.
     *
     * @param statement the statement
     * @param mapper makes a value of a row
     * @param <T> the value
     * @return the values
     */
    public <T> CompletableFuture<List<T>> fetchAll(Statement statement, RowMapper<T> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        return run(statement, Map.of(), () -> new Fetching<>(core, plan(statement, Map.of()), mapper));
    }

    /**
     * Fetches all rows of SQL text.
     *
     * @param sql one statement
     * @return the rows
     */
    public CompletableFuture<List<Row>> fetchAll(String sql) {
        return fetchAll(sql, Map.of());
    }

    /**
     * Fetches all rows of SQL text.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return the rows
     */
    public CompletableFuture<List<Row>> fetchAll(String sql, Map<String, ? extends @Nullable Object> values) {
        return run(sql, values, () -> new Fetching<>(core, plan(sql, values), row -> row));
    }

    /**
     * Fetches all rows of SQL text as records, or as single values where there is one column.
     *
     * @param sql one statement
     * @param values its named parameters
     * @param type a record whose components are named like the columns, or the class of the single column
     * @param <T> that class
     * @return the values
     */
    public <T> CompletableFuture<List<T>> fetchAll(
            String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return run(sql, values, () -> new Fetching<>(core, plan(sql, values), RecordPlan.mapper(type)));
    }

    // fetchOne

    /**
     * Fetches the first row.
     *
     * @param statement the statement
     * @return the row, empty if there is none
     */
    public CompletableFuture<Optional<Row>> fetchOne(Statement statement) {
        return fetchOne(statement, Map.of());
    }

    /**
     * Fetches the first row.
     *
     * @param statement the statement
     * @param values its named parameters
     * @return the row, empty if there is none
     */
    public CompletableFuture<Optional<Row>> fetchOne(
            Statement statement, Map<String, ? extends @Nullable Object> values) {
        return run(statement, values, () -> new FetchingFirst<>(core, plan(statement, values), row -> row));
    }

    /**
     * Fetches the first row as a record.
     *
     * @param statement the statement
     * @param type a record whose components are named like the columns
     * @param <T> the record
     * @return the record, empty if there is no row
     */
    public <T> CompletableFuture<Optional<T>> fetchOne(Statement statement, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return run(
                statement,
                Map.of(),
                () -> new FetchingFirst<>(core, plan(statement, Map.of()), RecordPlan.mapper(type)));
    }

    /**
     * Fetches the first row, mapped.
     *
     * @param statement the statement
     * @param mapper makes a value of a row
     * @param <T> the value
     * @return the value, empty if there is no row
     */
    public <T> CompletableFuture<Optional<T>> fetchOne(Statement statement, RowMapper<T> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        return run(statement, Map.of(), () -> new FetchingFirst<>(core, plan(statement, Map.of()), mapper));
    }

    /**
     * Fetches the first row of SQL text.
     *
     * @param sql one statement
     * @return the row, empty if there is none
     */
    public CompletableFuture<Optional<Row>> fetchOne(String sql) {
        return fetchOne(sql, Map.of());
    }

    /**
     * Fetches the first row of SQL text.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return the row, empty if there is none
     */
    public CompletableFuture<Optional<Row>> fetchOne(String sql, Map<String, ? extends @Nullable Object> values) {
        return run(sql, values, () -> new FetchingFirst<>(core, plan(sql, values), row -> row));
    }

    /**
     * Fetches the first row of SQL text as a record.
     *
     * @param sql one statement
     * @param values its named parameters
     * @param type a record whose components are named like the columns
     * @param <T> the record
     * @return the record, empty if there is no row
     */
    public <T> CompletableFuture<Optional<T>> fetchOne(
            String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return run(sql, values, () -> new FetchingFirst<>(core, plan(sql, values), RecordPlan.mapper(type)));
    }

    // fetchVal

    /**
     * Fetches the first column of the first row.
     *
     * @param query the query
     * @param <T> the type of its first column
     * @return the value; empty both for no row and for NULL, which {@code fetchOne} tells apart
     */
    public <T> CompletableFuture<Optional<T>> fetchVal(Query<T> query) {
        return fetchVal(query, Map.of());
    }

    /**
     * Fetches the first column of the first row.
     *
     * @param query the query
     * @param values its named parameters
     * @param <T> the type of its first column
     * @return the value; empty both for no row and for NULL, which {@code fetchOne} tells apart
     */
    @SuppressWarnings("unchecked") // the backend decodes the first column as the type that the query is typed by
    public <T> CompletableFuture<Optional<T>> fetchVal(Query<T> query, Map<String, ? extends @Nullable Object> values) {
        return run(query, values, () -> new FetchingFirst<>(core, plan(query, values), row -> (T) row.get(0)));
    }

    /**
     * Fetches the first column of the first row of SQL text.
     *
     * @param sql one statement
     * @param type the class of the value
     * @param <T> the class
     * @return the value; empty both for no row and for NULL, which {@code fetchOne} tells apart
     */
    public <T> CompletableFuture<Optional<T>> fetchVal(String sql, Class<T> type) {
        return fetchVal(sql, Map.of(), type);
    }

    /**
     * Fetches the first column of the first row of SQL text.
     *
     * @param sql one statement
     * @param values its named parameters
     * @param type the class of the value
     * @param <T> the class
     * @return the value; empty both for no row and for NULL, which {@code fetchOne} tells apart
     */
    public <T> CompletableFuture<Optional<T>> fetchVal(
            String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
        Objects.requireNonNull(type, "type");
        return run(sql, values, () -> new FetchingFirst<>(core, plan(sql, values), row -> row.get(0, type)));
    }

    // iterate

    /**
     * Streams the rows: each subscription runs the statement anew and holds only a small window of rows.
     *
     * @param statement the statement
     * @return the rows, as their subscriber asks for them
     */
    public Flow.Publisher<Row> iterate(Statement statement) {
        return iterate(statement, Map.of());
    }

    /**
     * Streams the rows: each subscription runs the statement anew and holds only a small window of rows.
     *
     * @param statement the statement
     * @param values its named parameters
     * @return the rows, as their subscriber asks for them
     */
    public Flow.Publisher<Row> iterate(Statement statement, Map<String, ? extends @Nullable Object> values) {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(values, "values");
        return new RowPublisher<>(this, () -> plan(statement, values), () -> row -> row);
    }

    /**
     * Streams the rows, each mapped.
     *
     * @param statement the statement
     * @param mapper makes a value of a row, never null
     * @param <T> the value
     * @return the values, as their subscriber asks for them
     */
    public <T> Flow.Publisher<T> iterate(Statement statement, RowMapper<T> mapper) {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(mapper, "mapper");
        return new RowPublisher<>(this, () -> plan(statement, Map.of()), () -> mapper);
    }

    /**
     * Streams the rows as records.
     *
     * @param statement the statement
     * @param type a record whose components are named like the columns
     * @param <T> the record
     * @return the records, as their subscriber asks for them
     */
    public <T> Flow.Publisher<T> iterate(Statement statement, Class<T> type) {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(type, "type");
        return new RowPublisher<>(this, () -> plan(statement, Map.of()), () -> RecordPlan.mapper(type));
    }

    /**
     * Streams the rows of SQL text: each subscription runs it anew and holds only a small window of rows.
     *
     * @param sql one statement
     * @return the rows, as their subscriber asks for them
     */
    public Flow.Publisher<Row> iterate(String sql) {
        return iterate(sql, Map.of());
    }

    /**
     * Streams the rows of SQL text: each subscription runs it anew and holds only a small window of rows.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return the rows, as their subscriber asks for them
     */
    public Flow.Publisher<Row> iterate(String sql, Map<String, ? extends @Nullable Object> values) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(values, "values");
        return new RowPublisher<>(this, () -> plan(sql, values), () -> row -> row);
    }

    // transactions

    /**
     * Runs a body in a transaction: commits when the stage it returns completes, rolls back when it fails. Inside another
     * transaction it is a savepoint.
     *
     * @param body uses the handle it is given, or the database
     * @param <T> what the body makes
     * @return what the body made, after the server has confirmed the end
     */
    public <T> CompletableFuture<T> transaction(Body<T> body) {
        return transaction(TransactionOptions.DEFAULT, body);
    }

    /**
     * Runs a block in a transaction: commits when the stage it returns completes, rolls back when it fails. Inside another
     * transaction it is a savepoint.
     *
     * @param block uses the database
     * @param <T> what the block makes
     * @return what the block made, after the server has confirmed the end
     */
    public <T> CompletableFuture<T> transaction(Block<T> block) {
        return transaction(TransactionOptions.DEFAULT, block);
    }

    /**
     * Runs a body in a transaction with options.
     *
     * @param options isolation, read-only, deferrable, forced rollback, retries
     * @param body uses the handle it is given, or the database
     * @param <T> what the body makes
     * @return what the body made, after the server has confirmed the end
     */
    public <T> CompletableFuture<T> transaction(TransactionOptions options, Body<T> body) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(body, "body");
        try {
            return new TransactionRun<>(this, options, core.escapes().watched(body)).start();
        } catch (RuntimeException refused) {
            return TaskFuture.failed(refused);
        }
    }

    /**
     * Runs a block in a transaction with options.
     *
     * @param options isolation, read-only, deferrable, forced rollback, retries
     * @param block uses the database
     * @param <T> what the block makes
     * @return what the block made, after the server has confirmed the end
     */
    public <T> CompletableFuture<T> transaction(TransactionOptions options, Block<T> block) {
        Objects.requireNonNull(block, "block");
        return transaction(options, transaction -> block.run());
    }

    /**
     * Wraps a function so that each of its calls runs in a transaction of its own.
     *
     * @param function uses the database
     * @param <A> what it takes
     * @param <T> what it makes
     * @return the wrapped function
     */
    public <A, T> Function<A, CompletableFuture<T>> transactional(
            Function<? super A, ? extends CompletionStage<T>> function) {
        Objects.requireNonNull(function, "function");
        return argument -> transaction(() -> function.apply(argument));
    }

    /**
     * Begins a transaction whose end is the caller's duty. Only its handle reaches it: the task is not put into it.
     *
     * @return the handle
     */
    public CompletableFuture<Transaction> begin() {
        return begin(TransactionOptions.DEFAULT);
    }

    /**
     * Begins a transaction whose end is the caller's duty. Only its handle reaches it: the task is not put into it.
     *
     * @param options isolation, read-only, deferrable; forced rollback makes {@code commit()} roll back; no retries
     * @return the handle
     */
    public CompletableFuture<Transaction> begin(TransactionOptions options) {
        Objects.requireNonNull(options, "options");
        Thread origin = Thread.currentThread();
        try {
            TaskFuture<Transaction> begun = new TaskFuture<>();
            AtomicBoolean unwanted = new AtomicBoolean();
            TaskFuture<OpenTransaction> opening = route().open(Beginning.here(options));
            opening.whenComplete((open, failure) -> core.handOn(origin, () -> {
                if (open == null) {
                    begun.fail(Failures.unwrapped(Objects.requireNonNull(failure)));
                } else if (unwanted.get() || !begun.succeed(new Transaction(core, open, true, options))) {
                    open.abandon(null);
                    begun.fail(new CancellationException("the transaction was cancelled"));
                }
            }));
            return begun.onAbandon(() -> {
                unwanted.set(true);
                opening.abandon();
            });
        } catch (RuntimeException refused) {
            return TaskFuture.failed(refused);
        }
    }

    /**
     * Runs a body on one connection: its statements run in order, nobody else's come between them, and the session's state
     * (temporary tables, settings) holds from one to the next. The verbs of the database reach the same connection.
     *
     * @param body gets the connection; it is given back when the stage it returns has completed
     * @param <T> what the body makes
     * @return what the body made
     */
    public <T> CompletableFuture<T> connection(Function<? super Connection, ? extends CompletionStage<T>> body) {
        Objects.requireNonNull(body, "body");
        try {
            return new ConnectionRun<T>(core, core.escapes().watched(body)).start(route());
        } catch (RuntimeException refused) {
            return TaskFuture.failed(refused);
        }
    }

    // what only some databases can do

    /**
     * Gives access to what only this kind of database can do: an interface of its backend, whose verbs run where those of
     * this object do, in the same transactions. It may be kept as long as this object.
     *
     * @param type an interface of the backend, as its documentation says
     * @param <T> that interface
     * @return its verbs, empty if the backend of this database has no such interface
     */
    public <T> Optional<T> unwrap(Class<T> type) {
        return core.provider().unwrap(Objects.requireNonNull(type, "type"), new Lending(this));
    }

    // compiling and running

    Plan.One plan(Statement statement, Map<String, ? extends @Nullable Object> values) {
        return Plan.One.of(core.compilers().statements().compile(statement, values));
    }

    Plan.One plan(String sql, Map<String, ? extends @Nullable Object> values) {
        return new Plan.One(core.compilers().texts().compile(sql, values), List.of(), false);
    }

    private <R> CompletableFuture<R> run(Object statement, Object values, Supplier<? extends Operation<R>> made) {
        Objects.requireNonNull(statement, "statement");
        Objects.requireNonNull(values, "values");
        Operation<R> operation;
        try {
            operation = made.get();
            route().run(operation, false);
        } catch (RuntimeException refused) {
            return TaskFuture.failed(refused);
        }
        return operation.future;
    }
}
