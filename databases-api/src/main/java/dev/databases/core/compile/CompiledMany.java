package dev.databases.core.compile;

import dev.databases.spi.CompiledBatch;
import dev.databases.sql.Expression;
import java.util.List;

/**
 * A statement for many rows ready to be sent, as {@link Compiler} hands it to {@code executeMany}.
 *
 * @param batch the SQL and the arguments of every row
 * @param outputs the expressions that make the columns of the result, in their order; empty if there is no result
 * @param returnsKeys whether the rows are generated keys, asked for by the compiler and not by the caller
 */
public record CompiledMany(CompiledBatch batch, List<Expression<?>> outputs, boolean returnsKeys) {}
