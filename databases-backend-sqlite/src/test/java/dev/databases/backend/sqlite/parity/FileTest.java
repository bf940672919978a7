package dev.databases.backend.sqlite.parity;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test a connected database in a file of its own, with the tables of {@link Schema} in it. */
abstract class FileTest {
    @TempDir
    Path folder;

    Database database;
    BlockingDatabase blocking;

    @BeforeEach
    final void connect() {
        database = Database.connect(url()).join();
        blocking = database.blocking();
        database.create(Schema.all()).join();
    }

    @AfterEach
    final void disconnect() {
        database.close();
    }

    final String url() {
        return "sqlite:///" + folder.resolve("parity.db");
    }

    /** What a transaction that is meant to roll back throws. */
    static final class Deliberate extends RuntimeException {
        private static final long serialVersionUID = 1;

        Deliberate() {
            super("deliberate");
        }
    }

    /** The exception that a future failed with. */
    static Throwable failure(CompletableFuture<?> future) {
        try {
            future.join();
        } catch (CompletionException failed) {
            return failed.getCause();
        }
        throw new AssertionError("did not fail");
    }

    /** Reads all that a publisher gives, one item at a time. */
    static <T> CompletableFuture<List<T>> items(Flow.Publisher<T> publisher) {
        CompletableFuture<List<T>> all = new CompletableFuture<>();
        publisher.subscribe(new Flow.Subscriber<>() {
            private final List<T> items = new ArrayList<>();
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(T item) {
                items.add(item);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable failure) {
                all.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                all.complete(items);
            }
        });
        return all;
    }
}
