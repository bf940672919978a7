package dev.databases.backend.postgres;

import dev.databases.Database;
import dev.databases.Row;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/**
 * A program for {@link MemoryTest} that is given little memory: streams a million rows, far more than would fit, in the way
 * that its second argument names, then asks the same connection, the only one, another question.
 */
final class ManyRows {
    private static final long ROWS = 1_000_000;
    private static final String SQL = "SELECT n, repeat('x', 200) || n FROM generate_series(1, " + ROWS + ") n";

    private ManyRows() {}

    public static void main(String[] arguments) {
        try (var database = Database.connect(arguments[0] + "?max_size=1").join()) {
            Object process = process(database);
            String end = stream(database, arguments[1]);
            System.out.println(end + (process.equals(process(database)) ? ", the same connection" : ", another"));
        }
    }

    private static Object process(Database database) {
        return database.fetchVal("SELECT pg_backend_pid()", Integer.class)
                .join()
                .orElseThrow();
    }

    private static String stream(Database database, String kind) {
        if (kind.equals("blocks")) {
            try (var rows = database.blocking().iterate(SQL)) {
                return "read all "
                        + rows.filter(row -> row.get(1, String.class).length() > 200)
                                .count();
            }
        }
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Reader reader = new Reader(kind, other);
            if (kind.equals("transaction")) {
                database.transaction(tx -> {
                            tx.iterate(SQL).subscribe(reader);
                            return reader.end;
                        })
                        .join();
            } else {
                database.iterate(SQL).subscribe(reader);
            }
            return reader.end.join();
        } finally {
            other.shutdown();
        }
    }

    /** Looks at each row for a while, and is asked for more by another thread, unless it wants all at once. */
    private static final class Reader implements Flow.Subscriber<Row> {
        private static final int PORTION = 100;

        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final String kind;
        private final ExecutorService other;
        private Flow.Subscription subscription;
        private long rows;
        private long work;

        Reader(String kind, ExecutorService other) {
            this.kind = kind;
            this.other = other;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(kind.equals("hurries") ? Long.MAX_VALUE : PORTION);
        }

        @Override
        public void onNext(Row row) {
            rows++;
            if (!row.get(1, String.class).endsWith("x" + rows)) {
                end.completeExceptionally(new IllegalStateException("row " + rows + " is " + row.get(0)));
            }
            if (kind.equals("hurries")) {
                return;
            }
            work = 31 * work + row.toString().hashCode();
            if (rows == 10_000 && kind.equals("cancels")) {
                subscription.cancel();
                end.complete("cancelled after " + rows);
            } else if (rows == 10_000 && kind.equals("throws")) {
                end.complete("threw after " + rows);
                throw new IllegalStateException("a subscriber must not throw");
            } else if (rows % PORTION == 0) {
                other.execute(() -> subscription.request(PORTION));
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
