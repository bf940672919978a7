package dev.databases;

import dev.databases.spi.Limits;
import dev.databases.stub.StubBackend;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A connected database on the stub; closing it checks that nothing was left behind. */
final class Stubbed implements AutoCloseable {
    final StubBackend backend;
    final Database database;

    Stubbed(StubBackend backend, Consumer<Database.Builder> settings) {
        this.backend = backend;
        Database.Builder builder = Database.builder("stub://here/db").option("settle_timeout", "30s");
        settings.accept(builder);
        this.database = builder.build(backend);
    }

    Stubbed(Consumer<Database.Builder> settings) throws Exception {
        this(new StubBackend(), settings);
        get(database.connect());
    }

    Stubbed() throws Exception {
        this(settings -> {});
    }

    static Stubbed pipelined() throws Exception {
        Stubbed made = new Stubbed(new StubBackend(new Limits(16, 100, 2, 1000)), settings -> {});
        get(made.database.connect());
        return made;
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** What a stage fails with; as the JDK's get() tells it. */
    static Throwable failure(CompletionStage<?> stage) throws Exception {
        try {
            throw new AssertionError("did not fail, gave " + get(stage));
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    @Override
    public void close() throws Exception {
        database.close();
        if (backend.open() > 0 || !backend.complaints.isEmpty()) {
            throw new AssertionError(backend.open() + " connections left open; " + backend.complaints);
        }
    }
}
