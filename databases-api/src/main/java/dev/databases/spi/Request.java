package dev.databases.spi;

import java.util.concurrent.CompletionStage;

/** A statement under way on a connection. All methods may be called from any thread. */
public interface Request {
    /**
     * Completes when the last byte of the answer is in, never before, on the backend's thread. Fails with a
     * {@link dev.databases.error.DatabaseException}.
     *
     * @return the end of the request
     */
    CompletionStage<Completion> completion();

    /**
     * Tells that rows are wanted again. Called exactly once for each time that {@link RowSink#row} said false, possibly
     * before that call has returned.
     */
    void resume();

    /**
     * Lets the calling thread do the work of this request, if the backend is on a blocking driver and has kept it back for
     * that: core calls it right after a {@link BackendConnection#submit} that was made as a {@link WaitingCaller}. Returns
     * when the work is done or the rows are paused.
     */
    default void runHere() {}

    /**
     * Asks the server to stop. A request that was not sent yet is dropped, one that is paused is ended;
     * {@link #completion()} tells what came of it. Harmless after the end.
     */
    void cancel();
}
