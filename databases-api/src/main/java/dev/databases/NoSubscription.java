package dev.databases;

import java.util.concurrent.Flow;

/** The subscription of a stream that failed before it began. */
final class NoSubscription implements Flow.Subscription {
    @Override
    public void request(long rows) {}

    @Override
    public void cancel() {}
}
