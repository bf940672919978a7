package dev.databases.jasync;

import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One thing asked of a server: written by its {@link WireSession} when its turn has come, and completed when the last byte
 * of the answer is in. Subclasses know the protocol. All but the methods of {@link Request} happens on the event loop.
 */
public abstract class WireRequest implements Request {
    /** How far the writing of a request is. */
    protected enum Progress {
        /** All is written. */
        DONE,
        /** There is more, when the socket has taken this. */
        MORE,
        /** There is more, when the request says so. */
        WAITING,
        /** All is written and answered, or nothing was written and nothing will be. */
        OVER
    }

    private final WireSession session;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private @Nullable DatabaseException failure;
    private boolean started;
    private boolean cancelled;
    private boolean resent;
    private boolean enough;

    /**
     * Makes a request; {@link WireSession#submit} sends it.
     *
     * @param session the session that it is for
     */
    protected WireRequest(WireSession session) {
        this.session = session;
    }

    /**
     * Writes the request, or the next part of it. Must not throw; what cannot be sent is reported by {@link #fail}.
     *
     * @param out where to
     * @return how far it is
     */
    protected abstract Progress write(ByteBuf out);

    /**
     * Tells how long a request may take to end by itself when it is cancelled, before the server is asked to stop it.
     *
     * @return milliseconds, 0 to ask at once
     */
    protected long millisToEnd() {
        return 0;
    }

    /**
     * Returns the statement, for errors.
     *
     * @return its text, null if there is none
     */
    protected abstract @Nullable String sql();

    /**
     * Returns what is reported if nothing failed; asked at the end.
     *
     * @return the end of the request
     */
    protected abstract Completion completed();

    /** It is to be stopped, and was sent already; may come again. The server is asked after {@link #millisToEnd}. */
    protected void cancelled() {}

    /** Forgets what an answer has told so far, to be sent once more. */
    protected void again() {}

    /**
     * Tells whether it failed, with no effect, for a reason that would not be there if it were sent once more.
     *
     * @return whether it may be sent again
     */
    protected boolean isStale() {
        return false;
    }

    /**
     * Tells whether nobody has got anything of its answer yet, so that it can be sent once more.
     *
     * @return whether it may be
     */
    protected boolean isRepeatable() {
        return true;
    }

    /**
     * Translates a failure before it is reported.
     *
     * @param why the failure
     * @return what to report
     */
    protected DatabaseException reported(DatabaseException why) {
        return why;
    }

    /**
     * Remembers a failure; the first one counts. The request goes on until its answer is in.
     *
     * @param why the failure
     */
    protected final void fail(DatabaseException why) {
        if (failure == null) {
            failure = why;
        }
    }

    /** {@return what has failed so far, null if nothing} */
    protected final @Nullable DatabaseException failure() {
        return failure;
    }

    /**
     * Tells whether a row is to be dropped: nobody wants it, or the request has failed.
     *
     * @return whether it is; the request then fails if it has not already
     */
    protected final boolean drops() {
        if (cancelled && failure == null) {
            failure = new QueryCancelledException("the statement was cancelled", sql(), null);
        }
        return failure != null;
    }

    /** {@return whether nobody wants it any more} */
    protected final boolean isCancelled() {
        return cancelled;
    }

    /**
     * Has the server asked, once, to stop what it does for this request, which is the first: what has come is all that is
     * wanted. That it was stopped is no failure, which subclasses see to.
     */
    protected final void stopEarly() {
        enough = true;
        session.stopFirst();
    }

    /** Whether the server is to stop what it does for it; where others could be hit in its place, only if it must. */
    final boolean isToBeStopped(boolean alone) {
        return cancelled || enough && alone;
    }

    final boolean isDone() {
        return completion.isDone();
    }

    final boolean isStarted() {
        return started;
    }

    final Progress writeMore(ByteBuf out) {
        started = true;
        return write(out);
    }

    final void markCancelled() {
        cancelled = true;
        if (started) {
            cancelled();
        }
    }

    /** Whether it is to be sent again, once, instead of being reported. */
    final boolean isToBeSentAgain() {
        return !resent && !cancelled && isStale() && isRepeatable();
    }

    final void reset() {
        again();
        failure = null;
        started = false;
        enough = false;
        resent = true;
    }

    /** Tells whoever waits. */
    final void report() {
        DatabaseException problem = failure;
        if (problem == null) {
            completion.complete(completed());
        } else {
            completion.completeExceptionally(reported(problem));
        }
    }

    @Override
    public final CompletionStage<Completion> completion() {
        return completion;
    }

    @Override
    public final void resume() {
        session.resume(this);
    }

    @Override
    public final void cancel() {
        session.cancel(this);
    }
}
