package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.spi.BackendProvider;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a backend provides is said twice, for the module path and for the class path: both say the same. */
final class ServicesTest {
    private static List<? extends Class<? extends BackendProvider>> providers() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .toList();
    }

    @Test
    void providers_areFound() {
        assertEquals(
                Set.of(
                        "SqliteBackendProvider",
                        "PostgresBackendProvider",
                        "MysqlBackendProvider",
                        "FakeBackendProvider",
                        "WrappedBackendProvider"),
                providers().stream().map(Class::getSimpleName).collect(Collectors.toSet()));
    }

    @TestFactory
    List<DynamicTest> providers_standInModuleInfoAndInServices() {
        return providers().stream()
                .map(each -> DynamicTest.dynamicTest(each.getSimpleName(), () -> check(each)))
                .toList();
    }

    private static void check(Class<?> provider) throws Exception {
        Path place = Path.of(
                provider.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleReference module =
                ModuleFinder.of(place).findAll().stream().findFirst().orElseThrow();
        List<String> provided = provided(module.descriptor());
        assertTrue(provided.contains(provider.getName()), provided::toString);
        assertEquals(provided, services(module));
    }

    private static List<String> provided(ModuleDescriptor module) {
        return module.provides().stream()
                .filter(each -> each.service().equals(BackendProvider.class.getName()))
                .flatMap(each -> each.providers().stream())
                .toList();
    }

    private static List<String> services(ModuleReference module) throws IOException {
        try (var content = module.open();
                var file = content.open("META-INF/services/" + BackendProvider.class.getName())
                        .orElseThrow()) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
