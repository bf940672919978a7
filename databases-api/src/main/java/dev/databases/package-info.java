/**
 * Simple asynchronous access to PostgreSQL, MySQL, MariaDB and SQLite. Start with {@link dev.databases.Database}; its verbs
 * are documented in {@link dev.databases.Queries}, and {@link dev.databases.BlockingDatabase} has the same for code that
 * waits.
 */
@NullMarked
package dev.databases;

import org.jspecify.annotations.NullMarked;
