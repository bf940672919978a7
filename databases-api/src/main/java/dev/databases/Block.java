package dev.databases;

import java.util.concurrent.CompletionStage;

/**
 * The body of a transaction whose statements go through the database, which knows the transaction that the task is in. All
 * its statements must be part of the stage that it returns.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface Block<T> {
    /**
     * Does the work.
     *
     * @return completes when the work is done; never null
     * @throws Exception for any reason, which rolls back
     */
    CompletionStage<T> run() throws Exception;
}
