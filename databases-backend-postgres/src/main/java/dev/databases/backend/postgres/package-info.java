/**
 * The PostgreSQL backend. {@code PostgresDialect} tells the compiler what PostgreSQL can say, {@code PostgresOptions} says
 * what the URL may have, {@code PostgresErrors} turns the server's errors into ours; values are the matter of
 * {@code dev.databases.backend.postgres.codec}.
 */
@NullMarked
package dev.databases.backend.postgres;

import org.jspecify.annotations.NullMarked;
