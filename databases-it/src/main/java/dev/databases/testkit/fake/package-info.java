/**
 * A backend without a database, for tests of what no real one does on command: answers that are held back, requests in
 * flight behind one another, connections that break. Served under the scheme {@code fake}; not exported.
 */
@NullMarked
package dev.databases.testkit.fake;

import org.jspecify.annotations.NullMarked;
