/**
 * The rule book: what is promised, and the mark of the tests that prove it. Not exported.
 */
@NullMarked
package dev.databases.testkit.rules;

import org.jspecify.annotations.NullMarked;
