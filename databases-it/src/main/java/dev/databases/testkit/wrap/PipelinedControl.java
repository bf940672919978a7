package dev.databases.testkit.wrap;

import dev.databases.error.ConnectionException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendConnection.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commit, rollback, a sign of life or the close, in line behind the requests before it. */
final class PipelinedControl implements PipelinedItem {
    private final PipelinedConnection connection;
    private final Function<BackendConnection, CompletionStage<Void>> work;
    private final Function<ConnectionException, @Nullable Throwable> whenLost;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    PipelinedControl(
            PipelinedConnection connection,
            Function<BackendConnection, CompletionStage<Void>> work,
            Function<ConnectionException, @Nullable Throwable> whenLost) {
        this.connection = connection;
        this.work = work;
        this.whenLost = whenLost;
    }

    static CompletionStage<Void> nothingToDo() {
        return CompletableFuture.completedStage(null);
    }

    CompletionStage<Void> outcome() {
        return outcome;
    }

    @Override
    public void send() {
        work.apply(connection.inner()).whenComplete((nothing, failure) -> {
            Status afterwards = connection.inner().status();
            connection
                    .loop()
                    .execute(() -> connection.answered(this, afterwards, () -> end(Failures.unwrapped(failure))));
        });
    }

    @Override
    public void drop(ConnectionException why) {
        end(whenLost.apply(why));
    }

    private void end(@Nullable Throwable failure) {
        if (failure == null) {
            outcome.complete(null);
        } else {
            outcome.completeExceptionally(failure);
        }
    }
}
