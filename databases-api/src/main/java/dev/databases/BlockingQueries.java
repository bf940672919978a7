package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.sql.Query;
import dev.databases.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of {@link Queries} for code that waits, on platform threads and virtual ones. Exceptions are thrown as they are;
 * an interrupt cancels the statement and leaves the thread interrupted. On a backend's own thread every verb fails at once.
 */
public abstract sealed class BlockingQueries permits BlockingDatabase, BlockingConnection, BlockingTransaction {
    final Queries queries;

    BlockingQueries(Queries queries) {
        this.queries = queries;
    }

    /**
     * Work inside a transaction or on a pinned connection.
     *
     * @param <S> what it works with
     * @param <T> what it makes
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Work<S, T, X extends Exception> {
        /**
         * Does the work.
         *
         * @param with the open transaction or connection
         * @return what it made
         * @throws X for any reason; a transaction is rolled back then
         */
        T run(S with) throws X;
    }

    /**
     * Runs a statement for its effect.
     *
     * @param statement the statement
     * @return what it did
     */
    public Result execute(Statement statement) {
        return BlockingCall.await(() -> queries.execute(statement));
    }

    /**
     * Runs a statement for its effect.
     *
     * @param statement the statement
     * @param values its named parameters
     * @return what it did
     */
    public Result execute(Statement statement, Map<String, ? extends @Nullable Object> values) {
        return BlockingCall.await(() -> queries.execute(statement, values));
    }

    /**
     * Runs a statement for its effect.
     *
     * @param sql one statement
     * @return what it did
     */
    public Result execute(String sql) {
        return BlockingCall.await(() -> queries.execute(sql));
    }

    /**
     * Runs a statement for its effect.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return what it did
     */
    public Result execute(String sql, Map<String, ? extends @Nullable Object> values) {
        return BlockingCall.await(() -> queries.execute(sql, values));
    }

    /**
     * Runs a statement once for each row of values, all in one transaction.
     *
     * @param statement the statement
     * @param rows the values, with the same names in each row
     * @return the sum of what it did, keys in the order of the rows
     */
    public Result executeMany(Statement statement, Collection<? extends Map<String, ? extends @Nullable Object>> rows) {
        return BlockingCall.await(() -> queries.executeMany(statement, rows));
    }

    /**
     * Runs a statement once for each row of values, all in one transaction.
     *
     * @param sql one statement
     * @param rows the values, with the same names in each row
     * @return the sum of what it did, keys in the order of the rows
     */
    public Result executeMany(String sql, Collection<? extends Map<String, ? extends @Nullable Object>> rows) {
        return BlockingCall.await(() -> queries.executeMany(sql, rows));
    }

    /**
     * Fetches all rows.
     *
     * @param statement the statement
     * @return the rows
     */
    public List<Row> fetchAll(Statement statement) {
        return BlockingCall.await(() -> queries.fetchAll(statement));
    }

    /**
     * Fetches all rows.
     *
     * @param statement the statement
     * @param values its named parameters
     * @return the rows
     */
    public List<Row> fetchAll(Statement statement, Map<String, ? extends @Nullable Object> values) {
        return BlockingCall.await(() -> queries.fetchAll(statement, values));
    }

    /**
     * Fetches all rows.
     *
     * @param statement the statement
     * @param type a record whose components are named like the columns, or the class of the single column
     * @param <T> what a row becomes
     * @return the rows
     */
    public <T> List<T> fetchAll(Statement statement, Class<T> type) {
        return BlockingCall.await(() -> queries.fetchAll(statement, type));
    }

    /**
     * Fetches all rows.
     *
     * @param statement the statement
     * @param mapper makes a value of a row
     * @param <T> what a row becomes
     * @return the rows
     */
    public <T> List<T> fetchAll(Statement statement, RowMapper<T> mapper) {
        return BlockingCall.await(() -> queries.fetchAll(statement, mapper));
    }

    /**
     * Fetches all rows.
     *
     * @param sql one statement
     * @return the rows
     */
    public List<Row> fetchAll(String sql) {
        return BlockingCall.await(() -> queries.fetchAll(sql));
    }

    /**
     * Fetches all rows.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return the rows
     */
    public List<Row> fetchAll(String sql, Map<String, ? extends @Nullable Object> values) {
        return BlockingCall.await(() -> queries.fetchAll(sql, values));
    }

    /**
     * Fetches all rows.
     *
     * @param sql one statement
     * @param values its named parameters
     * @param type a record whose components are named like the columns, or the class of the single column
     * @param <T> what a row becomes
     * @return the rows
     */
    public <T> List<T> fetchAll(String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
        return BlockingCall.await(() -> queries.fetchAll(sql, values, type));
    }

    /**
     * Fetches the first row.
     *
     * @param statement the statement
     * @return the row, empty if there is none
     */
    public Optional<Row> fetchOne(Statement statement) {
        return BlockingCall.await(() -> queries.fetchOne(statement));
    }

    /**
     * Fetches the first row.
     *
     * @param statement the statement
     * @param values its named parameters
     * @return the row, empty if there is none
     */
    public Optional<Row> fetchOne(Statement statement, Map<String, ? extends @Nullable Object> values) {
        return BlockingCall.await(() -> queries.fetchOne(statement, values));
    }

    /**
     * Fetches the first row.
     *
     * @param statement the statement
     * @param type a record whose components are named like the columns, or the class of the single column
     * @param <T> what a row becomes
     * @return the row, empty if there is none
     */
    public <T> Optional<T> fetchOne(Statement statement, Class<T> type) {
        return BlockingCall.await(() -> queries.fetchOne(statement, type));
    }

    /**
     * Fetches the first row.
     *
     * @param statement the statement
     * @param mapper makes a value of a row
     * @param <T> what a row becomes
     * @return the row, empty if there is none
     */
    public <T> Optional<T> fetchOne(Statement statement, RowMapper<T> mapper) {
        return BlockingCall.await(() -> queries.fetchOne(statement, mapper));
    }

    /**
     * Fetches the first row.
     *
     * @param sql one statement
     * @return the row, empty if there is none
     */
    public Optional<Row> fetchOne(String sql) {
        return BlockingCall.await(() -> queries.fetchOne(sql));
    }

    /**
     * Fetches the first row.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return the row, empty if there is none
     */
    public Optional<Row> fetchOne(String sql, Map<String, ? extends @Nullable Object> values) {
        return BlockingCall.await(() -> queries.fetchOne(sql, values));
    }

    /**
     * Fetches the first row.
     *
     * @param sql one statement
     * @param values its named parameters
     * @param type a record whose components are named like the columns, or the class of the single column
     * @param <T> what a row becomes
     * @return the row, empty if there is none
     */
    public <T> Optional<T> fetchOne(String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
        return BlockingCall.await(() -> queries.fetchOne(sql, values, type));
    }

    /**
     * Fetches the first column of the first row.
     *
     * @param query the query
     * @param <T> the type of the value
     * @return the value; empty both for no row and for NULL
     */
    public <T> Optional<T> fetchVal(Query<T> query) {
        return BlockingCall.await(() -> queries.fetchVal(query));
    }

    /**
     * Fetches the first column of the first row.
     *
     * @param query the query
     * @param values its named parameters
     * @param <T> the type of the value
     * @return the value; empty both for no row and for NULL
     */
    public <T> Optional<T> fetchVal(Query<T> query, Map<String, ? extends @Nullable Object> values) {
        return BlockingCall.await(() -> queries.fetchVal(query, values));
    }

    /**
     * Fetches the first column of the first row.
     *
     * @param sql one statement
     * @param type the class of the value
     * @param <T> the type of the value
     * @return the value; empty both for no row and for NULL
     */
    public <T> Optional<T> fetchVal(String sql, Class<T> type) {
        return BlockingCall.await(() -> queries.fetchVal(sql, type));
    }

    /**
     * Fetches the first column of the first row.
     *
     * @param sql one statement
     * @param values its named parameters
     * @param type the class of the value
     * @param <T> the type of the value
     * @return the value; empty both for no row and for NULL
     */
    public <T> Optional<T> fetchVal(String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
        return BlockingCall.await(() -> queries.fetchVal(sql, values, type));
    }

    /**
     * Streams the rows; holds only a small window of them. The stream must be closed, or read to its end.
     *
     * @param statement the statement
     * @return the rows, to be read by this thread
     */
    public Stream<Row> iterate(Statement statement) {
        return RowStream.of(queries.iterate(statement));
    }

    /**
     * Streams the rows; holds only a small window of them. The stream must be closed, or read to its end.
     *
     * @param statement the statement
     * @param values its named parameters
     * @return the rows, to be read by this thread
     */
    public Stream<Row> iterate(Statement statement, Map<String, ? extends @Nullable Object> values) {
        return RowStream.of(queries.iterate(statement, values));
    }

    /**
     * Streams the rows; holds only a small window of them. The stream must be closed, or read to its end.
     *
     * @param statement the statement
     * @param type a record whose components are named like the columns, or the class of the single column
     * @param <T> what a row becomes
     * @return the rows, to be read by this thread
     */
    public <T> Stream<T> iterate(Statement statement, Class<T> type) {
        return RowStream.of(queries.iterate(statement, type));
    }

    /**
     * Streams the rows; holds only a small window of them. The stream must be closed, or read to its end.
     *
     * @param statement the statement
     * @param mapper makes a value of a row
     * @param <T> what a row becomes
     * @return the rows, to be read by this thread
     */
    public <T> Stream<T> iterate(Statement statement, RowMapper<T> mapper) {
        return RowStream.of(queries.iterate(statement, mapper));
    }

    /**
     * Streams the rows; holds only a small window of them. The stream must be closed, or read to its end.
     *
     * @param sql one statement
     * @return the rows, to be read by this thread
     */
    public Stream<Row> iterate(String sql) {
        return RowStream.of(queries.iterate(sql));
    }

    /**
     * Streams the rows; holds only a small window of them. The stream must be closed, or read to its end.
     *
     * @param sql one statement
     * @param values its named parameters
     * @return the rows, to be read by this thread
     */
    public Stream<Row> iterate(String sql, Map<String, ? extends @Nullable Object> values) {
        return RowStream.of(queries.iterate(sql, values));
    }

    /**
     * Runs work in a transaction on this thread: commits when it returns, rolls back when it throws. Inside another
     * transaction it is a savepoint. The verbs of the database reach the same transaction meanwhile.
     *
     * @param work the work
     * @param <T> what it makes
     * @param <X> what it may throw
     * @return what it made, after the server has confirmed the commit
     * @throws X what the work threw
     */
    public <T, X extends Exception> T transaction(Work<BlockingTransaction, T, X> work) throws X {
        return transaction(TransactionOptions.DEFAULT, work);
    }

    /**
     * Runs work in a transaction with options.
     *
     * @param options isolation, read-only, deferrable, forced rollback, retries
     * @param work the work
     * @param <T> what it makes
     * @param <X> what it may throw
     * @return what it made, after the server has confirmed the commit
     * @throws X what the work threw
     */
    public <T, X extends Exception> T transaction(TransactionOptions options, Work<BlockingTransaction, T, X> work)
            throws X {
        Objects.requireNonNull(work, "work");
        return BlockingWork.inTransaction(this, options, work);
    }

    /**
     * Begins a transaction and puts this thread into it until it is closed. Use it in a try statement: closing it without a
     * commit rolls back.
     *
     * @return the transaction
     */
    public BlockingTransaction begin() {
        return begin(TransactionOptions.DEFAULT);
    }

    /**
     * Begins a transaction with options and puts this thread into it until it is closed.
     *
     * @param options isolation, read-only, deferrable, forced rollback; no retries
     * @return the transaction
     */
    public BlockingTransaction begin(TransactionOptions options) {
        return BlockingWork.begin(queries, options);
    }

    Queries asynchronous() {
        return queries;
    }
}
