package dev.databases.servers;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.opentest4j.TestAbortedException;

/**
 * The one server of a kind that all tests of this JVM use: found or started by the first test that asks, stopped when the
 * JVM ends. {@link PostgresExtension} and {@link MysqlKind} hand it out.
 *
 * @param <S> the class of the server
 */
final class SharedServer<S> {
    private final String name;
    private final String property;
    private final String variable;
    private final FutureTask<S> server;

    /**
     * Makes one that is not started yet.
     *
     * @param key the end of the names of the system property and of the environment variable
     * @param start starts what they ask for, by default {@code auto}
     */
    SharedServer(String name, String key, Function<String, S> start) {
        this.name = name;
        this.property = "databases.test." + key;
        this.variable = "DATABASES_TEST_" + key.toUpperCase(Locale.ROOT);
        this.server = new FutureTask<>(() -> start.apply(wanted()));
    }

    S get() {
        server.run(); // the first caller runs it, the others wait
        try {
            return server.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server starts", interrupted);
        } catch (ExecutionException failure) {
            throw missing(Objects.requireNonNullElse(failure.getCause(), failure));
        }
    }

    private RuntimeException missing(Throwable cause) {
        String problem = "there is no " + name + " server for the tests: " + cause.getMessage();
        return wanted().equals("auto") ? absent(problem, cause) : new IllegalStateException(problem, cause);
    }

    /** What a test ends with that finds no server: it is skipped, but fails where all have to run. */
    static RuntimeException absent(String problem, Throwable cause) {
        return "true".equals(System.getenv("CI"))
                ? new IllegalStateException(problem, cause)
                : new TestAbortedException(problem, cause);
    }

    private String wanted() {
        String set = Objects.requireNonNullElse(System.getenv(variable), "auto");
        return System.getProperty(property, set);
    }

    IllegalArgumentException unknown(String wanted, String known) {
        return new IllegalArgumentException(property + " is `" + wanted + "`, which is not a URL, " + known);
    }

    /** Tells which server it is, and lets the end of the JVM close it. */
    S told(S started, Runnable close, String source) {
        Runtime.getRuntime().addShutdownHook(new Thread(close, "stop " + name));
        System.out.println(name + " for the tests: " + source + ", " + started);
        return started;
    }
}
