/** The task context: what carries a transaction across asynchronous stages and across the threads they run on. */
@NullMarked
package dev.databases.core.task;

import org.jspecify.annotations.NullMarked;
