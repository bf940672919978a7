package dev.databases.spi;

import org.jspecify.annotations.Nullable;

/** A statement with its arguments, ready to be sent. The arguments are not copied: nobody changes them. */
public final class CompiledQuery {
    private static final @Nullable Object[] NONE = {};

    private final CompiledSql statement;
    private final @Nullable Object[] arguments;
    private final long maxRows;

    /**
     * Pairs a statement with its arguments.
     *
     * @param statement the statement
     * @param arguments one value a parameter, of the Java type of the parameter's type
     */
    public CompiledQuery(CompiledSql statement, @Nullable Object[] arguments) {
        this(statement, arguments, Long.MAX_VALUE);
    }

    private CompiledQuery(CompiledSql statement, @Nullable Object[] arguments, long maxRows) {
        this.statement = statement;
        this.arguments = arguments;
        this.maxRows = maxRows;
    }

    /**
     * Makes a query without arguments.
     *
     * @param statement the statement
     * @return the query
     */
    public static CompiledQuery of(CompiledSql statement) {
        return new CompiledQuery(statement, NONE);
    }

    /**
     * Returns the statement.
     *
     * @return the statement
     */
    public CompiledSql statement() {
        return statement;
    }

    /**
     * Returns the text of the statement.
     *
     * @return SQL with the placeholders of the dialect
     */
    public String sql() {
        return statement.sql();
    }

    /**
     * Returns the values in the order of the placeholders.
     *
     * @return the values; not to be changed
     */
    public @Nullable Object[] arguments() {
        return arguments;
    }

    /**
     * Returns a copy whose rows are not all wanted.
     *
     * @param rows how many are
     * @return the copy
     */
    public CompiledQuery atMost(long rows) {
        return new CompiledQuery(statement, arguments, rows);
    }

    /**
     * Returns how many rows are wanted. A backend may give more, which core drops; one that can stop early does so for
     * statements that only read.
     *
     * @return the number, {@link Long#MAX_VALUE} for all
     */
    public long maxRows() {
        return maxRows;
    }

    @Override
    public String toString() {
        return statement.sql();
    }
}
