package dev.databases;

import dev.databases.core.task.TaskFuture;
import dev.databases.error.QueryCancelledException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Stands between a {@link Streaming} and its subscriber, and makes a future of the end: how many rows there were. */
final class CountedStream<T> implements Flow.Subscriber<T>, Flow.Subscription {
    private final Flow.Subscriber<? super T> subscriber;
    private final TaskFuture<Long> outcome = new TaskFuture<>();
    private @Nullable Streaming<T> stream;
    private volatile @Nullable Throwable thrown;

    CountedStream(Flow.Subscriber<? super T> subscriber) {
        this.subscriber = subscriber;
    }

    /** Begins with the first demand; the future is for who began it. */
    TaskFuture<Long> begin(Queries queries, Plan plan, RowMapper<T> value) {
        Streaming<T> made;
        try {
            made = new Streaming<>(queries, plan, value, this);
        } catch (RuntimeException refused) {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(refused);
            return TaskFuture.failed(refused);
        }
        stream = made;
        outcome.onAbandon(() -> made.endWith(cancelled(made, "the statement was cancelled")));
        made.future.whenComplete((nothing, failure) -> ended(made));
        made.begin();
        return outcome;
    }

    private static QueryCancelledException cancelled(Streaming<?> stream, String why) {
        return new QueryCancelledException(why, stream.sql(), null);
    }

    /** Without a last signal it was the subscriber who ended it; otherwise that signal tells, which comes now. */
    private void ended(Streaming<T> made) {
        if (made.isCancelled()) {
            Throwable why = thrown;
            outcome.fail(why == null ? cancelled(made, "the subscriber cancelled its subscription") : why);
        }
    }

    private Streaming<T> stream() {
        Streaming<T> current = stream;
        if (current == null) {
            throw new IllegalStateException("the stream has not begun");
        }
        return current;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscriber.onSubscribe(this);
    }

    @Override
    public void onNext(T item) {
        try {
            subscriber.onNext(item);
        } catch (RuntimeException | Error why) {
            thrown = why;
            throw why;
        }
    }

    @Override
    public void onError(Throwable failure) {
        try {
            subscriber.onError(failure);
        } finally {
            outcome.fail(failure);
        }
    }

    @Override
    public void onComplete() {
        try {
            subscriber.onComplete();
        } finally {
            outcome.succeed(stream().rowsAffected());
        }
    }

    @Override
    public void request(long items) {
        stream().request(items);
    }

    @Override
    public void cancel() {
        stream().cancel();
    }
}
