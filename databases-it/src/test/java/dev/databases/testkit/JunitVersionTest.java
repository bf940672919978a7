package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The kit runs under the JUnit that the build means. */
final class JunitVersionTest {
    @Test
    void junit_isTheOneThatTheBuildNames() {
        String version = System.getProperty("databases.test.junit");
        Assumptions.assumeTrue(version != null, "not run by the build");
        String jar =
                Test.class.getProtectionDomain().getCodeSource().getLocation().toString();
        assertTrue(jar.contains("-" + version + ".jar"), jar);
    }
}
