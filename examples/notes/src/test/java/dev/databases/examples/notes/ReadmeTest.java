package dev.databases.examples.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.Option;
import dev.databases.spi.BackendProvider;
import dev.databases.sql.SqlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README keeps what it says: its Java is compiled, its commands are run, its tables are those of the code. */
class ReadmeTest {
    static final Path ROOT = root();
    private static final String README = read(ROOT.resolve("README.md"));

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("README.md")) && Files.exists(folder.resolve("databases-api"))) {
                return folder;
            }
        }
        throw new AssertionError("README.md is not above " + Path.of("").toAbsolutePath());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(README)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Text that the formatter does not change, without the marks of regions and comments. */
    private static String essence(String java) {
        return java.lines()
                .filter(line -> !line.strip().matches("// (tag|end)::.*"))
                .map(line -> line.replaceAll("\\s+// .*$", "").replaceAll("\\s", ""))
                .collect(Collectors.joining());
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("src"))
                    .map(file -> essence(read(file)))
                    .toList();
        }
    }

    @Test
    void javaBlocks_areCompiled() throws IOException {
        List<String> sources = sources();
        List<String> blocks = blocks("java");
        assertTrue(blocks.size() > 10, "blocks: " + blocks.size());
        for (String block : blocks) {
            assertTrue(
                    sources.stream().anyMatch(source -> source.contains(essence(block))),
                    () -> "in no source of the examples:\n" + block);
        }
    }

    @Test
    void firstSample_isTheProgram() {
        Path program = ROOT.resolve("examples/notes/src/main/java/dev/databases/examples/notes");
        List<String> blocks = blocks("java");
        List<String> files = List.of("Notes.java", "Note.java", "Main.java");
        for (int i = 0; i < files.size(); i++) {
            String source = read(program.resolve(files.get(i)));
            String region = source.replaceAll("(?s)^.*// tag::\\w+\\[]\\n(.*)// end::.*$", "$1");
            assertEquals(essence(region), essence(blocks.get(i)), files.get(i));
        }
    }

    @Test
    void shellCommands_areThoseOfCi() {
        List<String> ofCi = Pattern.compile("(?m)^(?:first|suite)='(.*)'$")
                .matcher(read(ROOT.resolve(".ci/run")))
                .results()
                .map(command -> command.group(1))
                .toList();
        List<String> ofReadme = blocks("sh").stream().flatMap(String::lines).toList();
        assertEquals(2, ofCi.size());
        assertEquals(ofCi, ofReadme);
    }

    @Test
    void mavenBlock_namesTheVersionOfTheBuild() {
        String pom = read(ROOT.resolve("pom.xml"));
        String version = Pattern.compile("<version>(.*?)</version>")
                .matcher(pom)
                .results()
                .findFirst()
                .map(found -> found.group(1))
                .orElseThrow();
        String block = blocks("xml").get(0);
        assertTrue(block.contains("<version>" + version + "</version>"), block);
        List<String> artifacts = Pattern.compile("<artifactId>(.*?)</artifactId>")
                .matcher(block)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(List.of("databases-bom", "databases-api", "databases-backend-sqlite"), artifacts);
        artifacts.forEach(
                artifact -> assertTrue(Files.exists(ROOT.resolve(artifact).resolve("pom.xml")), artifact));
    }

    @Test
    void optionTables_areThoseOfTheCode() {
        List<String> expected = new ArrayList<>();
        DatabaseOptions.ALL.forEach(option -> expected.add(row(option)));
        ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(provider -> provider.getClass().getSimpleName()))
                .forEach(provider -> provider.options().forEach(option -> expected.add(row(option))));
        List<String> shown = README.lines()
                .filter(line -> line.matches("\\| `[a-z_]+` \\| .* \\| .* \\|"))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", shown));
    }

    private static String row(Option<?> option) {
        String value = option.defaultValue().map(ReadmeTest::text).orElse("");
        return "| `" + option.name() + "` | " + value + " | " + option.description() + " |";
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            if (duration.isZero()) {
                return "0";
            }
            return duration.toSecondsPart() == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
        }
        return value.toString().toLowerCase(Locale.ROOT);
    }

    @Test
    void typeTable_namesEveryKindWithItsClass() {
        String table = README.substring(README.indexOf("## Types"));
        List<String> shown = Pattern.compile("(?m)^\\| `([A-Z_]+)[^`]*` \\|")
                .matcher(table)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        List<String> kinds = Arrays.stream(SqlType.Kind.values())
                .filter(kind -> kind != SqlType.Kind.ANY)
                .map(Enum::name)
                .toList();
        assertEquals(kinds, shown);
        for (SqlType<?> type :
                List.of(SqlType.SMALLINT, SqlType.UNSIGNED_BIGINT, SqlType.BINARY, SqlType.TIMESTAMPTZ)) {
            String row = "(?s).*\\| `" + type.kind() + "` \\|[^\\n]*`"
                    + Pattern.quote(type.javaType().getSimpleName()) + "`.*";
            assertTrue(table.matches(row), type + " is not " + type.javaType());
        }
    }
}
