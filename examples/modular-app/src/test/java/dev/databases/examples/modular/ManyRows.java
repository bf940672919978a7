package dev.databases.examples.modular;

import dev.databases.Database;
import dev.databases.Row;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A program for {@link StreamingTest} that is given little memory and a URL: streams a million rows to a subscriber of the
 * kind named by its second argument, then asks the same connection, the only one, another question.
 */
final class ManyRows {
    private static final long ROWS = 1_000_000;
    private static final String FILL = "INSERT INTO numbers(n, text) WITH RECURSIVE counter(n) AS"
            + " (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < :rows)"
            + " SELECT n, concat('the number ', n, ' with a text of some length') FROM counter";

    private ManyRows() {}

    public static void main(String[] arguments) {
        try (var database = Database.connect(arguments[0]).join()) {
            database.execute("CREATE TEMPORARY TABLE numbers(n INTEGER PRIMARY KEY, text VARCHAR(100) NOT NULL)")
                    .join();
            database.execute(FILL, Map.of("rows", ROWS)).join();

            Reader reader = new Reader(arguments[1]);
            database.iterate("SELECT n, text FROM numbers ORDER BY n").subscribe(reader);
            String end = reader.end.join();

            long count = database.fetchVal("SELECT count(*) FROM numbers", Long.class)
                    .join()
                    .orElseThrow();
            System.out.println(end + ", then " + count);
        }
    }

    /** Asks for 100 rows at a time and is busy with each of them for a while. */
    private static final class Reader implements Flow.Subscriber<Row> {
        private static final int PORTION = 100;

        private final String kind;
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long rows;
        private long work;

        Reader(String kind) {
            this.kind = kind;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(PORTION);
        }

        @Override
        public void onNext(Row row) {
            rows++;
            String text = row.get(1, String.class);
            for (int i = 0; i < 10; i++) {
                work = 31 * work + new StringBuilder(text).reverse().toString().hashCode();
            }
            if (row.get(0, Long.class) != rows) {
                end.completeExceptionally(new IllegalStateException("row " + rows + " is " + row.get(0)));
            }
            goOn();
        }

        private void goOn() {
            if (rows == 10_000 && kind.equals("cancels")) {
                subscription.cancel();
                end.complete("cancelled after " + rows);
            } else if (rows == 10_000 && kind.equals("throws")) {
                end.complete("threw after " + rows);
                throw new IllegalStateException("a subscriber must not throw");
            } else if (rows % PORTION == 0) {
                subscription.request(PORTION);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete("read all " + rows);
        }
    }
}
