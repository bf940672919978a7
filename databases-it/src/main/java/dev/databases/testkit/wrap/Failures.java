package dev.databases.testkit.wrap;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What stages wrap around failures. */
final class Failures {
    private Failures() {}

    static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
