package dev.databases.backend.sqlite.load;

import static dev.databases.backend.sqlite.load.Parts.PARTS;

import dev.databases.Database;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A program that commits one transaction after the other and says so on its standard output, until it is killed.
 * {@link KillTest} starts it.
 */
final class Committing {
    /** So that it ends by itself if nobody kills it. */
    private static final int MOST = 10_000;

    private Committing() {}

    /**
     * Runs it.
     *
     * @param arguments the URL of the database
     */
    public static void main(String[] arguments) {
        try (Database database = Database.connect(arguments[0]).join()) {
            long last = Parts.last(database.blocking());
            for (long number = last + 1; number <= last + MOST; number++) {
                commit(database, number);
                System.out.println(confirmation(number));
                if (System.out.checkError()) {
                    return;
                }
            }
        }
    }

    /** The line that says that a transaction is committed; the full stop tells that it is whole. */
    static String confirmation(long number) {
        return "committed " + number + ".";
    }

    private static void commit(Database database, long number) {
        List<Map<String, Object>> rows = Parts.of(number);
        if (number % 3 == 0) {
            database.blocking().executeMany(PARTS.insert(), rows);
        } else if (number % 3 == 1) {
            database.blocking().transaction(transaction -> {
                rows.forEach(row -> transaction.execute(PARTS.insert(), row));
                return null;
            });
        } else {
            database.transaction(() -> insertOneByOne(database, rows)).join();
        }
    }

    private static CompletableFuture<?> insertOneByOne(Database database, List<Map<String, Object>> rows) {
        CompletableFuture<?> last = database.execute(PARTS.insert(), rows.get(0));
        for (Map<String, Object> row : rows.subList(1, rows.size())) {
            last = last.thenCompose(before -> database.execute(PARTS.insert(), row));
        }
        return last;
    }
}
