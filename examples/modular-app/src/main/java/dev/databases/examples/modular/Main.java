package dev.databases.examples.modular;

import dev.databases.Database;
import java.util.Map;

/** Takes the URL of a database, by default one of SQLite in memory, and prints what it answers. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        String url = arguments.length == 0 ? "sqlite://" : arguments[0];
        try (var database = Database.of(url)) {
            database.connect().join();
            long answer = database.fetchVal("SELECT :a * :b", Map.of("a", 6, "b", 7), Long.class)
                    .join()
                    .orElseThrow();
            System.out.println("6 * 7 = " + answer);
        }
    }
}
