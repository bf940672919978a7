package dev.databases.spi;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What core lends to the verbs that only one backend has: it runs their requests as it runs statements. They go to the
 * transaction or pinned connection that the task is in, otherwise to a connection of the pool that nobody shares; they have
 * the deadlines of statements, and can be cancelled. Core implements it; {@link BackendProvider#unwrap} is given it.
 */
public interface OwnVerbs {
    /**
     * Returns the backend of the connected database.
     *
     * @return what {@link BackendProvider#open} has made
     * @throws dev.databases.error.ConnectionException if the database is not connected
     */
    Backend backend();

    /**
     * Returns where the user wants to be called.
     *
     * @return the callback executor of the database, empty if it has none
     */
    Optional<Executor> callbackExecutor();

    /**
     * Runs a request for its effect.
     *
     * @param statement the text, for errors and the log, and what it does
     * @param request submits it, to a connection that is its own until the answer
     * @return how many rows it affected; complete when the connection is given back. To cancel it cancels the request
     */
    CompletableFuture<Long> execute(
            CompiledSql statement, Function<? super BackendConnection, ? extends Request> request);

    /**
     * Runs a request whose rows are values for a subscriber, as it asks for them. It begins with the first demand.
     *
     * @param statement the text, for errors and the log, and what it does
     * @param request submits it; its sink wants rows of one column
     * @param type the class of the values
     * @param subscriber who gets them
     * @param <T> the class of the values
     * @return how many rows it affected; complete after the last signal, and also when the subscriber has cancelled: then
     *     it fails. To cancel it ends the stream with an error
     */
    <T> CompletableFuture<Long> stream(
            CompiledSql statement,
            BiFunction<? super BackendConnection, ? super RowSink, ? extends Request> request,
            Class<T> type,
            Flow.Subscriber<? super T> subscriber);
}
