package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * The library, the backends, the kit and its tests once more, with one file of the library changed and compiled anew; all
 * else is what the test itself sees. Only the platform is its parent: the modules of the application have backends that
 * are none to it.
 */
final class MutatedCore extends ClassLoader
        implements BiFunction<Set<String>, Duration, Map<String, Optional<Throwable>>> {
    private static final String OURS = "dev.databases.";
    private static final Path SOURCES = Path.of("..", "databases-api", "src", "main", "java", "dev", "databases");

    private final ClassLoader original = MutatedCore.class.getClassLoader();
    private final Path compiled;

    private MutatedCore(Path compiled) {
        super(ClassLoader.getPlatformClassLoader());
        this.compiled = compiled;
    }

    /**
     * Makes the mutant.
     *
     * @param mutant what is changed
     * @param folder empty; for sources and classes
     */
    static MutatedCore of(CoreMutant mutant, Path folder) throws IOException {
        Path file = SOURCES.resolve(mutant.file());
        String source = Files.readString(file);
        assertEquals(
                2, source.split(Pattern.quote(mutant.before()), -1).length, () -> mutant + " must have its text once");
        Path changed = folder.resolve(file.getFileName());
        Files.writeString(changed, source.replace(mutant.before(), mutant.after()));
        assertEquals("", compile(changed, folder), () -> mutant + " must compile");
        return new MutatedCore(folder);
    }

    /** What the compiler has against it. */
    private static String compile(Path file, Path folder) {
        StringWriter told = new StringWriter();
        PrintWriter teller = new PrintWriter(told);
        int errors = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(teller, teller, "-d", folder.toString(), "-cp", path(), "-proc:none", "-nowarn", file.toString());
        return errors == 0 ? "" : told.toString();
    }

    private static String path() {
        return String.join(
                File.pathSeparator,
                Path.of(location(Database.class)).toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
    }

    private static URI location(Class<?> type) {
        try {
            return type.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Runs the tests of rules in here. */
    @Override
    public Map<String, Optional<Throwable>> apply(Set<String> rules, Duration limit) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this); // JUnit and the library look there for tests and backends
        try {
            return run().apply(rules, limit);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings("unchecked") // it is what the class of the same name is out here
    private BiFunction<Set<String>, Duration, Map<String, Optional<Throwable>>> run() {
        try {
            Constructor<?> constructor = loadClass(RuleRun.class.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (BiFunction<Set<String>, Duration, Map<String, Optional<Throwable>>>) constructor.newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The platform's loader must not be asked for ours: it finds what is in any module. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return original.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defined(name);
        }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        Path own = compiled.resolve(file);
        try (InputStream bytes = Files.exists(own) ? Files.newInputStream(own) : original.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = bytes.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    @Override
    protected URL findResource(String name) {
        return original.getResource(name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return original.getResources(name);
    }
}
