/**
 * Transactions on one connection: the stack of what is open, and the session that runs statements in order and keeps
 * stack and server in agreement.
 */
@NullMarked
package dev.databases.core.transaction;

import org.jspecify.annotations.NullMarked;
