package dev.databases.backend.postgres;

import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes the bytes of a COPY to an OutputStream, in order, on an executor; asks for more when it has written. */
final class StreamTarget implements Flow.Subscriber<ByteBuffer> {
    private static final int AHEAD = 2;

    private final String sql;
    private final OutputStream stream;
    private final Executor executor;
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
    private Flow.@Nullable Subscription subscription;

    StreamTarget(String sql, OutputStream stream, Executor executor) {
        this.sql = sql;
        this.stream = stream;
        this.executor = executor;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(AHEAD);
    }

    @Override
    public void onNext(ByteBuffer part) {
        Flow.Subscription asked = subscription;
        written = written.thenRunAsync(() -> write(part), executor);
        written.whenComplete((nothing, failure) -> {
            if (asked != null && failure == null) {
                asked.request(1);
            } else if (asked != null) {
                asked.cancel();
            }
        });
    }

    private void write(ByteBuffer part) {
        try {
            stream.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {
        written = written.thenRunAsync(
                () -> {
                    try {
                        stream.flush();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                },
                executor);
    }

    /** What became of the COPY, when all is written: a stream that failed has ended it. */
    CompletionStage<Long> outcome(@Nullable Long rows, @Nullable Throwable failure) {
        return written.handle((nothing, unwritten) -> {
            if (unwritten != null) {
                throw new CompletionException(failed(unwritten));
            }
            if (failure != null || rows == null) {
                throw failure instanceof CompletionException known ? known : new CompletionException(failure);
            }
            return rows;
        });
    }

    private QueryException failed(Throwable unwritten) {
        Throwable cause = unwritten;
        while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        ServerError error = new ServerError(
                "the target of the copied data failed with " + cause.getClass().getName(), PgCopyIn.STOPPED, 0, false);
        return new QueryException(error, sql, null, cause);
    }
}
