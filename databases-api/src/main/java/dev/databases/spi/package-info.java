/**
 * What a backend implements and what core hands to it.
 *
 * <p>A query crosses this boundary once, as data: a {@link dev.databases.spi.CompiledQuery} goes down, rows of plain Java
 * values come up through a {@link dev.databases.spi.RowSink}. A backend never sees an expression and decodes straight to
 * the result types; core never sees a driver.
 *
 * <p>Start with {@link dev.databases.spi.BackendProvider}. A driver that blocks needs only a
 * {@link dev.databases.spi.BlockingSession}; {@link dev.databases.spi.BlockingBackendConnection} makes it asynchronous.
 */
@NullMarked
package dev.databases.spi;

import org.jspecify.annotations.NullMarked;
