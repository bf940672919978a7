package dev.databases.examples.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.error.ConfigurationException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Backends that cannot be found or loaded, where the Python original imports its own by name. */
class BackendLookupTest {
    @TempDir
    Path folder;

    /** Called by the {@code ServiceLoader}, which it answers with an exception of its own. */
    public static final class FailingProvider implements BackendProvider {
        public FailingProvider() {
            throw new IllegalStateException("the reason from inside");
        }

        @Override
        public Set<String> schemes() {
            return Set.of("failing");
        }

        @Override
        public List<Option<?>> options() {
            return List.of();
        }

        @Override
        public Backend open(DatabaseUrl url, Options options) {
            throw new AssertionError("not to be opened");
        }
    }

    /** Does something while a service file names a provider. */
    private void withProvider(String className, Executable action) throws Throwable {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(BackendProvider.class.getName()), className);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            action.execute();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void of_providerThatIsMissing_isNamed() throws Throwable {
        withProvider("no.such.Provider", () -> {
            ConfigurationException refused =
                    assertThrows(ConfigurationException.class, () -> Database.of("absent://localhost"));
            assertTrue(refused.getMessage().contains("no.such.Provider"), refused.getMessage());
        });
    }

    @Test
    void of_providerThatFails_tellsItsReason() throws Throwable {
        withProvider(FailingProvider.class.getName(), () -> {
            ConfigurationException refused =
                    assertThrows(ConfigurationException.class, () -> Database.of("failing://localhost"));
            assertTrue(refused.getMessage().contains("FailingProvider"), refused.getMessage());
            assertEquals("the reason from inside", rootOf(refused).getMessage());
        });
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    @Test
    void of_unknownScheme_listsThoseThatThereAre() throws IOException {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> Database.of("oracle://localhost"));
        assertTrue(refused.getMessage().contains("found: postgres, postgresql, sqlite"), refused.getMessage());
    }

    @Test
    void of_knownScheme_isLoaded() {
        assertEquals("sqlite", Database.of("sqlite://").url().scheme());
    }
}
