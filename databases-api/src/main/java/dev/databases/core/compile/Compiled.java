package dev.databases.core.compile;

import dev.databases.spi.CompiledQuery;
import dev.databases.sql.Expression;
import java.util.List;

/**
 * A statement ready to be sent, as {@link Compiler} hands it to the verbs.
 *
 * @param query the SQL and its arguments
 * @param outputs the expressions that make the columns of the result, in their order; empty if there is no result
 * @param returnsKeys whether the rows are generated keys, asked for by the compiler and not by the caller
 */
public record Compiled(CompiledQuery query, List<Expression<?>> outputs, boolean returnsKeys) {}
