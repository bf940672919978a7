package dev.databases;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Takes off the wrappers that futures put around what was thrown. */
final class Failures {
    private Failures() {}

    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    static @Nullable Throwable unwrappedOrNull(@Nullable Throwable failure) {
        return failure == null ? null : unwrapped(failure);
    }

    /** Throws it as it is; a checked exception, which no statement throws, becomes a {@link CompletionException}. */
    static RuntimeException thrown(Throwable failure) {
        Throwable inner = unwrapped(failure);
        if (inner instanceof Error serious) {
            throw serious;
        }
        return inner instanceof RuntimeException plain ? plain : new CompletionException(inner);
    }
}
