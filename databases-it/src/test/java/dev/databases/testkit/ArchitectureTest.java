package dev.databases.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between packages, and what no package may have. */
final class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.databases");

    private static final List<String> BELOW_CORE =
            List.of("dev.databases.spi", "dev.databases.sql", "dev.databases.config", "dev.databases.error");

    /** Which of our packages each package sees beside itself. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("dev.databases", with("dev.databases.core..", BELOW_CORE)),
            Map.entry("dev.databases.core.task", BELOW_CORE),
            Map.entry("dev.databases.core.site", List.of()),
            Map.entry("dev.databases.core.pool", with("dev.databases.core.site", BELOW_CORE)),
            Map.entry("dev.databases.core.transaction", with("dev.databases.core.site", BELOW_CORE)),
            Map.entry("dev.databases.core.compile", BELOW_CORE),
            Map.entry("dev.databases.spi", List.of("dev.databases.sql", "dev.databases.config", "dev.databases.error")),
            Map.entry("dev.databases.sql", List.of("dev.databases.error")),
            Map.entry("dev.databases.config", List.of("dev.databases.error")),
            Map.entry("dev.databases.error", List.of()),
            Map.entry("dev.databases.jasync", BELOW_CORE),
            Map.entry(
                    "dev.databases.backend..",
                    with("dev.databases.postgres", with("dev.databases.jasync", BELOW_CORE))),
            Map.entry("dev.databases.postgres", BELOW_CORE),
            Map.entry("dev.databases.servers", List.of()),
            Map.entry(
                    "dev.databases.testkit",
                    with(
                            "dev.databases",
                            with("dev.databases.testkit.rules", with("dev.databases.testkit.wrap", BELOW_CORE)))),
            Map.entry("dev.databases.testkit.rules", List.of()),
            Map.entry("dev.databases.testkit.fake", BELOW_CORE),
            Map.entry("dev.databases.testkit.wrap", BELOW_CORE));

    private static List<String> with(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    static List<String> packages() {
        return ARROWS.keySet().stream().sorted().toList();
    }

    @Test
    void classes_areSeen() {
        assertTrue(ALL.size() > 250, () -> "only " + ALL.size() + " classes were seen");
        assertTrue(ALL.contain("dev.databases.backend.sqlite.SqliteBackend"), "no backend was seen");
    }

    @Test
    void packages_areAllInTheTable() {
        classes()
                .should()
                .resideInAnyPackage(packages().toArray(String[]::new))
                .because("a new package needs arrows of its own")
                .check(ALL);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packages_seeOnlyWhatTheyMay(String name) {
        List<String> seen = new ArrayList<>(ARROWS.getOrDefault(name, List.of()));
        seen.add(name);
        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackages("dev.databases..").or(resideInAnyPackage(seen.toArray(String[]::new))))
                .because(
                        "the arrows point from the façade to core to the SPI to the values below it, and to nothing else;"
                                + " backends know the SPI only, so that they can be written by anybody")
                .check(ALL);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.databases.(**)")
                .should()
                .beFreeOfCycles()
                .because("a cycle is one package that pretends to be two")
                .check(ALL);
    }

    @Test
    void drivers_areSeenByBackendsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.databases.backend..", "dev.databases.jasync")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "io.netty..", "com.github.jasync..")
                .because("core works for databases whose driver is not JDBC")
                .check(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impl", "Base", "Manager", "Helper", "Util", "Utils", "Info", "Data"})
    void names_sayWhatAClassDoes(String suffix) {
        noClasses()
                .should()
                .haveSimpleNameEndingWith(suffix)
                .because("such a name says nothing")
                .check(ALL);
    }

    @Test
    void exceptions_areThoseOfTheErrorPackage() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .resideOutsideOfPackage("dev.databases.error")
                .should()
                .notBePublic()
                .because("what a user can catch is one sealed tree, or the JDK's")
                .check(ALL);
    }

    @Test
    void context_isNotInherited() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.databases", "dev.databases.core..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InheritableThreadLocal.class)
                .because("children do not inherit the transaction of their parent")
                .check(ALL);
    }
}
