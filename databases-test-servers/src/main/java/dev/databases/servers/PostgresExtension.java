package dev.databases.servers;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the PostgreSQL server that all of this JVM share, as a parameter of the type {@link PostgresServer}; a class
 * that has none skips its tests, or fails them where the environment says {@code CI=true}.
 *
 * <p>Where the server comes from is said by the system property {@code databases.test.postgres}, else the environment
 * variable {@code DATABASES_TEST_POSTGRES}: a URL, {@code docker}, {@code embedded}, {@code installed} or
 * {@code installed:15}; by default {@code auto}, which is Docker if it answers, and embedded otherwise.
 */
public final class PostgresExtension implements BeforeAllCallback, ParameterResolver {
    /** Called by JUnit. */
    public PostgresExtension() {}

    /**
     * Returns the shared server, for tests that take no parameters.
     *
     * @return the server, started by the first call
     */
    public static PostgresServer server() {
        return SharedPostgres.get();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        SharedPostgres.get();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedPostgres.get();
    }
}
