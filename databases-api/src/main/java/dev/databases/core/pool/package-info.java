/** The asynchronous pool: who may use which connection, and when. */
@NullMarked
package dev.databases.core.pool;

import org.jspecify.annotations.NullMarked;
