/**
 * Turns statements and SQL text into what a backend gets: SQL in its dialect and arguments of the right Java types.
 *
 * <p>A statement is walked once ({@link dev.databases.core.compile.Walk}): its structure becomes the key of a cache,
 * its values are collected. Only a structure that was never seen is written ({@link
 * dev.databases.core.compile.SqlWriter}); the {@link dev.databases.core.compile.Plan} that comes of it says for every
 * placeholder which value it takes.
 */
@NullMarked
package dev.databases.core.compile;

import org.jspecify.annotations.NullMarked;
