package dev.databases.backend.sqlite.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.BlockingDatabase;
import dev.databases.Row;
import dev.databases.sql.Column;
import dev.databases.sql.Table;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows that transactions consist of; each transaction has a number, and what its rows must be follows from it. */
final class Parts extends Table {
    static final Parts PARTS = new Parts();

    private static final int LONGEST = 20_000;

    final Column<Long> id = bigint("id").primaryKey();
    final Column<Long> transaction = bigint("transaction_number").notNull();
    final Column<Integer> part = integer("part").notNull();
    final Column<String> text = string("text", LONGEST).notNull();

    private Parts() {
        super("parts");
    }

    static int count(long transaction) {
        return (int) (2 + transaction % 5);
    }

    private static String text(long transaction, int part) {
        int length = (int) ((transaction * 7_919 + part * 104_729L) % LONGEST);
        return ("part " + part + " of " + transaction + ", ").repeat(length / 20 + 1);
    }

    /** The rows of a transaction, to be inserted. */
    static List<Map<String, Object>> of(long transaction) {
        return IntStream.range(0, count(transaction))
                .<Map<String, Object>>mapToObj(part ->
                        Map.of("transaction_number", transaction, "part", part, "text", text(transaction, part)))
                .toList();
    }

    static long last(BlockingDatabase database) {
        return database.fetchVal("SELECT coalesce(max(transaction_number), 0) FROM parts", Long.class)
                .orElseThrow();
    }

    /** Checks that all transactions from the first to some last one are there and whole; returns the last. */
    static long check(BlockingDatabase database) {
        long last = last(database);
        try (Stream<Row> rows = database.iterate(PARTS.select().orderBy(PARTS.transaction.asc(), PARTS.part.asc()))) {
            Iterator<Row> iterator = rows.iterator();
            for (long transaction = 1; transaction <= last; transaction++) {
                for (int part = 0; part < count(transaction); part++) {
                    check(iterator.next(), transaction, part);
                }
            }
            assertEquals(false, iterator.hasNext());
        }
        return last;
    }

    private static void check(Row row, long transaction, int part) {
        assertEquals(transaction, row.get(PARTS.transaction), "the transaction");
        assertEquals(part, row.get(PARTS.part), () -> "the part of transaction " + transaction);
        assertEquals(text(transaction, part), row.get(PARTS.text));
    }
}
