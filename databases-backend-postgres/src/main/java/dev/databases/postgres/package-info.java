/** What only PostgreSQL can do: {@link dev.databases.postgres.Postgres}, to which every handle of a database is unwrapped. */
@NullMarked
package dev.databases.postgres;

import org.jspecify.annotations.NullMarked;
