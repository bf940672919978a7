package dev.databases;

import java.util.concurrent.CompletionStage;

/**
 * The body of a transaction that uses its handle. All its statements must be part of the stage that it returns.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface Body<T> {
    /**
     * Does the work.
     *
     * @param transaction the open transaction
     * @return completes when the work is done; never null
     * @throws Exception for any reason, which rolls back
     */
    CompletionStage<T> run(Transaction transaction) throws Exception;
}
