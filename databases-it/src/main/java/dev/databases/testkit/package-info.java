/**
 * The contract kit: {@link dev.databases.testkit.BackendContract} is what a backend's test extends. The rules are listed in
 * {@code docs/RULES.md}; every test names the one that it proves.
 */
@NullMarked
package dev.databases.testkit;

import org.jspecify.annotations.NullMarked;
