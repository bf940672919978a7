package dev.databases.backend.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of an InputStream for a COPY: reads as much as it is asked for, on the thread that asks. For one subscriber. */
final class StreamSource implements Flow.Publisher<ByteBuffer> {
    private static final int PART = 1 << 16;

    private final InputStream stream;

    StreamSource(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Reading(subscriber));
    }

    /** Whoever asks while another thread reads leaves it to that. */
    private final class Reading implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private volatile boolean over;

        Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long parts) {
            if (demand.getAndAdd(parts) > 0) {
                return;
            }
            do {
                if (!over) {
                    readPart();
                }
            } while (demand.decrementAndGet() > 0);
        }

        private void readPart() {
            byte[] part = new byte[PART];
            int length;
            try {
                length = stream.read(part);
            } catch (IOException failure) {
                over = true;
                subscriber.onError(failure);
                return;
            }
            if (length < 0) {
                over = true;
                subscriber.onComplete();
            } else {
                subscriber.onNext(ByteBuffer.wrap(part, 0, length));
            }
        }

        @Override
        public void cancel() {
            over = true;
        }
    }
}
