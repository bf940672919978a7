package dev.databases.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement with many rows of arguments.
 *
 * @param statement the statement for one row
 * @param rows the arguments, one array a row; at least one row
 */
public record CompiledBatch(CompiledSql statement, List<@Nullable Object[]> rows) {}
