package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.config.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's table of the options of MySQL and MariaDB is that of the code. */
final class OptionTableTest {
    @Test
    void table_isThatOfTheCode() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("databases-bom"))) {
            folder = folder.getParent();
        }
        List<String> shown = Files.readString(folder.resolve("README.md"))
                .replaceFirst("(?s).*\\nOf MySQL and MariaDB:\\n\\n[^\\n]*\\n[^\\n]*\\n", "")
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertEquals(MysqlOptions.ALL.stream().map(OptionTableTest::row).toList(), shown);
    }

    private static String row(Option<?> option) {
        String value = option.defaultValue().map(each -> " (" + each + ")").orElse("");
        return "| `" + option.name() + "` | " + option.description() + value + " |";
    }
}
