/**
 * Backends around backends, reached by a name before the scheme: {@code pipelined+sqlite:///file.db}. They make of a
 * real database one that behaves otherwise, for tests of what it does not do by itself. Not exported.
 */
@NullMarked
package dev.databases.testkit.wrap;

import org.jspecify.annotations.NullMarked;
