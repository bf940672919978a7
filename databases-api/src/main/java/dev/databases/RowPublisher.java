package dev.databases;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * The rows of a statement as a publisher. Each subscription runs the statement anew, in the transaction that its
 * subscriber's task is in at that moment, and begins with the first demand.
 */
final class RowPublisher<T> implements Flow.Publisher<T> {
    private final Queries queries;
    private final Supplier<Plan> plan;
    private final Supplier<RowMapper<T>> mapper;

    RowPublisher(Queries queries, Supplier<Plan> plan, Supplier<RowMapper<T>> mapper) {
        this.queries = queries;
        this.plan = plan;
        this.mapper = mapper;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Streaming<T> stream;
        try {
            stream = new Streaming<>(queries, plan.get(), mapper.get(), subscriber);
        } catch (RuntimeException refused) {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(refused);
            return;
        }
        stream.begin();
    }
}
