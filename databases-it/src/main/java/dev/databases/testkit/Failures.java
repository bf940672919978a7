package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.databases.error.QueryException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** What tests ask of failures, be they thrown as they are or wrapped by {@code join}. */
final class Failures {
    private Failures() {}

    /** Runs something that must fail with a type, and returns the failure without the wrapping of futures. */
    static <X extends Throwable> X failsWith(Class<X> type, Executable executable) {
        Throwable thrown = failureOf(executable);
        if (!type.isInstance(thrown)) {
            fail("expected a " + type.getSimpleName() + ", got " + thrown, thrown);
        }
        return type.cast(thrown);
    }

    static Throwable failureOf(Executable executable) {
        try {
            executable.execute();
        } catch (Throwable thrown) { // what the caller wants to look at
            return unwrapped(thrown);
        }
        return fail("nothing failed");
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Whether the server had to choose somebody who begins again, such as the victim of a deadlock. */
    static boolean isRetryable(@Nullable Throwable failure) {
        return failure instanceof QueryException query && query.retryable();
    }

    /** Checks that a message has all parts. */
    static void says(Throwable failure, String... parts) {
        String message = String.valueOf(failure.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "no \"" + part + "\" in: " + message);
        }
    }

    /** Checks that nothing of a failure, causes included, shows a secret. */
    static void hides(Throwable failure, String secret) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed, true));
        assertFalse(printed.toString().contains(secret), () -> "the secret is in: " + printed);
    }
}
