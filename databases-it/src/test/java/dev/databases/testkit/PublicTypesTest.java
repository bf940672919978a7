package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The public types by name: a new one is a decision, and here is where it is written down. */
final class PublicTypesTest {
    private static final Set<String> EXPORTED = Set.of(
            "dev.databases",
            "dev.databases.config",
            "dev.databases.error",
            "dev.databases.postgres",
            "dev.databases.spi",
            "dev.databases.sql",
            "dev.databases.testkit");

    private static boolean isPublic(JavaClass type) {
        Optional<JavaClass> outer = type.getEnclosingClass();
        return type.getModifiers().contains(JavaModifier.PUBLIC) && (outer.isEmpty() || isPublic(outer.get()));
    }

    @Test
    void publicTypes_areThoseOfTheList() throws IOException {
        List<String> found = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.databases").stream()
                        .filter(each -> EXPORTED.contains(each.getPackageName()) && isPublic(each))
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();
        try (InputStream list = PublicTypesTest.class.getResourceAsStream("public-types.txt")) {
            String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(text.strip(), String.join("\n", found));
        }
    }
}
