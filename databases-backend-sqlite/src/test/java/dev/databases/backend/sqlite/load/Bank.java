package dev.databases.backend.sqlite.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.BlockingQueries;
import dev.databases.Database;
import dev.databases.config.TransactionOptions;
import dev.databases.sql.Column;
import dev.databases.sql.Insert;
import dev.databases.sql.Query;
import dev.databases.sql.Table;
import dev.databases.sql.Update;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Accounts with money that is moved from one to the other: both balances are read, and then both are written as what they
 * must be. So two transfers at once would lose money, and a reader between the two writes would miss some.
 */
final class Bank {
    static final int ACCOUNTS = 50;
    static final long EACH = 1_000;
    static final long TOTAL = ACCOUNTS * EACH;

    private static final Accounts ACCOUNT = new Accounts();
    private static final Transfers TRANSFERS = new Transfers();
    private static final TransactionOptions READ_ONLY = TransactionOptions.DEFAULT.asReadOnly();

    private final Database database;

    Bank(Database database) {
        this.database = database;
    }

    private static final class Accounts extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<Long> balance = bigint("balance").notNull();

        private Accounts() {
            super("accounts");
        }
    }

    private static final class Transfers extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<Long> source = bigint("source").notNull();
        final Column<Long> target = bigint("target").notNull();
        final Column<Long> amount = bigint("amount").notNull();

        private Transfers() {
            super("transfers");
        }
    }

    /** What is to be moved. */
    record Transfer(long source, long target, long amount) {
        static Transfer any(Random random) {
            long source = 1 + random.nextInt(ACCOUNTS);
            long target = 1 + (source + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            return new Transfer(source, target, 1 + random.nextInt(100));
        }

        private Insert noted() {
            return TRANSFERS
                    .insert()
                    .set(TRANSFERS.source, source)
                    .set(TRANSFERS.target, target)
                    .set(TRANSFERS.amount, amount);
        }
    }

    void open() {
        database.create(ACCOUNT, TRANSFERS).join();
        List<Map<String, Object>> accounts = IntStream.rangeClosed(1, ACCOUNTS)
                .mapToObj(id -> Map.<String, Object>of("id", (long) id, "balance", EACH))
                .toList();
        database.executeMany(ACCOUNT.insert(), accounts).join();
    }

    private static Query<Long> balance(long account) {
        return ACCOUNT.select(ACCOUNT.balance).where(ACCOUNT.id.eq(account));
    }

    private static Update balance(long account, long becomes) {
        return ACCOUNT.update().set(ACCOUNT.balance, becomes).where(ACCOUNT.id.eq(account));
    }

    /** Moves money, for a thread that waits; money that is not there stays. */
    void transfer(Transfer what) {
        database.blocking().transaction(transaction -> {
            long source = transaction.fetchVal(balance(what.source)).orElseThrow();
            long target = transaction.fetchVal(balance(what.target)).orElseThrow();
            if (source >= what.amount) {
                transaction.execute(balance(what.source, source - what.amount));
                transaction.execute(balance(what.target, target + what.amount));
                transaction.execute(what.noted());
            }
            return null;
        });
    }

    /** The same as a chain of stages, which is in the transaction without naming it. */
    CompletableFuture<?> transferLater(Transfer what) {
        return database.transaction(() -> database.fetchVal(balance(what.source))
                .thenCompose(source -> database.fetchVal(balance(what.target))
                        .thenCompose(target -> source.orElseThrow() < what.amount
                                ? CompletableFuture.<Object>completedFuture(null)
                                : database.execute(balance(what.source, source.orElseThrow() - what.amount))
                                        .thenCompose(taken -> database.execute(
                                                balance(what.target, target.orElseThrow() + what.amount)))
                                        .thenCompose(given -> database.execute(what.noted()))
                                        .thenApply(noted -> (Object) noted))));
    }

    /** Reads the same in several statements of one transaction, which must all see one moment. */
    void readSnapshot() {
        database.blocking().transaction(READ_ONLY, transaction -> {
            long last = last(transaction);
            assertEquals(TOTAL, sum(balances(transaction)), "by adding up");
            assertEquals(TOTAL, total(transaction), "by SQL");
            assertEquals(last, last(transaction), "transfers seen in one transaction");
            return null;
        });
    }

    private static long total(BlockingQueries reader) {
        return reader.fetchVal("SELECT sum(balance) FROM accounts", Long.class).orElseThrow();
    }

    /** The same in one statement, without waiting. */
    CompletableFuture<?> readLater() {
        return database.fetchAll(ACCOUNT.select())
                .thenAccept(rows -> assertEquals(
                        TOTAL,
                        rows.stream().mapToLong(row -> row.get(ACCOUNT.balance)).sum(),
                        "in one statement"));
    }

    private static long last(BlockingQueries reader) {
        return reader.fetchVal("SELECT coalesce(max(id), 0) FROM transfers", Long.class)
                .orElseThrow();
    }

    private static Map<Long, Long> balances(BlockingQueries reader) {
        Map<Long, Long> balances = new HashMap<>();
        reader.fetchAll(ACCOUNT.select()).forEach(row -> balances.put(row.get(ACCOUNT.id), row.get(ACCOUNT.balance)));
        return balances;
    }

    private static long sum(Map<Long, Long> balances) {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Compares the balances with all transfers that were noted, and returns how many these are. */
    long audit() {
        Map<Long, Long> expected = new HashMap<>();
        IntStream.rangeClosed(1, ACCOUNTS).forEach(id -> expected.put((long) id, EACH));
        List<Transfer> noted = database.blocking()
                .fetchAll(
                        TRANSFERS.select(),
                        row -> new Transfer(
                                row.get(TRANSFERS.source), row.get(TRANSFERS.target), row.get(TRANSFERS.amount)));
        for (Transfer each : noted) {
            expected.merge(each.source, -each.amount, Long::sum);
            expected.merge(each.target, each.amount, Long::sum);
        }
        assertEquals(expected, balances(database.blocking()));
        assertEquals(TOTAL, sum(expected));
        return noted.size();
    }
}
