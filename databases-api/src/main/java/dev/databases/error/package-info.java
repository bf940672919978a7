/**
 * Every exception of the library: one sealed tree of unchecked exceptions.
 *
 * <pre>
 * DatabaseException                       sealed; message, statement and hint
 * ├ ConfigurationException                bad URL, unknown scheme or option
 * ├ CompilationException                  the dialect cannot say it, or the statement contradicts itself
 * ├ ConnectionException                   cannot connect, connection lost
 * │  └ AcquireTimeoutException            the pool had no connection within the deadline
 * ├ QueryException                        the server refused a statement; sqlState, vendorCode, retryable
 * │  ├ ConstraintViolationException       which kind of constraint
 * │  ├ QueryTimeoutException              stopped by its deadline
 * │  └ QueryCancelledException            stopped by its caller
 * ├ TransactionException                  a transaction could not do what was asked
 * │  ├ TransactionClosedException         used after its end
 * │  ├ UnfinishedWorkException            its body ended before its statements did
 * │  ├ TransactionRolledBackException     the server rolled back where a commit was asked
 * │  └ CommitOutcomeUnknownException      the answer to COMMIT was lost
 * └ RowMappingException                   a value does not fit the type asked for
 * </pre>
 *
 * <p>A message is one line that says what failed and why, then one line each for the statement, for facts such as places
 * in the code, and for a hint. Argument values and passwords are never part of it.
 *
 * @serial exclude
 */
@NullMarked
package dev.databases.error;

import org.jspecify.annotations.NullMarked;
