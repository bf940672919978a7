/**
 * The SQLite backend. {@link dev.databases.backend.sqlite.SqliteBackendProvider} is found by its scheme and makes a
 * {@code SqliteBackend}; that opens a {@code SqliteSession} for every connection, which runs compiled statements on
 * sqlite-jdbc and turns values and errors into ours. {@code SqliteDialect} tells the compiler what SQLite can say.
 */
@NullMarked
package dev.databases.backend.sqlite;

import org.jspecify.annotations.NullMarked;
