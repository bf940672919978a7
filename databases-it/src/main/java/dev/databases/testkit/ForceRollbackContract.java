package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Schema.AUTHORS;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.TX_09;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.IsolationLevel;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConstraintViolationException;
import dev.databases.testkit.rules.Proves;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Forced rollback: of one transaction, and of everything between connect and disconnect. */
abstract class ForceRollbackContract extends TransactionalContract {
    private static final TransactionOptions FORCED = TransactionOptions.DEFAULT.asForceRollback();

    ForceRollbackContract(BackendContract backend) {
        super(backend);
    }

    /** A database with forced rollback; its tables are made by another one where there can be two. */
    private Database forced() {
        if (limits().connections() == 1) {
            Database alone = connect(Map.of(DatabaseOptions.FORCE_ROLLBACK, true));
            alone.createAll(Schema.ALL).join();
            return alone;
        }
        open();
        return connect(Map.of(DatabaseOptions.FORCE_ROLLBACK, true));
    }

    @Test
    @Proves(TX_09)
    final void transaction_forced_rollsBackThoughItCommits() {
        Database database = open();
        assertEquals(
                1L,
                database.transaction(FORCED, tx -> tx.execute(insert("gone")))
                        .join()
                        .rowsAffected());
        Transaction explicit = database.begin(FORCED).join();
        explicit.execute(insert("gone")).join();
        explicit.commit().join();
        try (BlockingTransaction tx = database.blocking().begin(FORCED)) {
            tx.execute(insert("gone"));
            tx.commit();
        }
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(TX_09)
    final void transaction_forcedAndNested_rollsBackAlone() {
        Database database = open();
        database.transaction(outer -> outer.execute(insert("kept"))
                        .thenCompose(done -> outer.transaction(FORCED, inner -> inner.execute(insert("gone")))))
                .join();
        assertEquals(List.of("kept"), texts(database));
    }

    @Test
    @Proves(TX_09)
    final void database_forced_rollsBackAtDisconnect() {
        Database database = forced();
        Assumptions.assumeTrue(limits().connections() > 1, "nothing outlives the connection");
        database.execute(insert("one-shot")).join();
        database.transaction(tx -> tx.execute(insert("transaction"))).join();
        database.executeMany(NOTES.insert(), List.of(Map.of("text", "many"))).join();
        assertEquals(List.of("many", "one-shot", "transaction"), texts(database));
        database.disconnect().join();
        assertEquals(List.of(), texts(connect(Map.of())));
        database.connect().join();
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(TX_09)
    final void database_forced_transactionsInsideWorkAsUsual() {
        Database database = forced();
        failsWith(
                IOException.class,
                () -> database.transaction(tx -> tx.execute(insert("gone"))
                                .thenCompose(result -> failedFuture(new IOException("rolled back"))))
                        .join());
        database.transaction(outer -> outer.execute(insert("kept"))
                        .thenCompose(done -> database.transaction(() -> database.execute(insert("nested")))))
                .join();
        database.blocking().transaction(tx -> tx.execute(insert("thread")));
        assertEquals(List.of("kept", "nested", "thread"), texts(database));
    }

    @Test
    @Proves(TX_09)
    final void database_forced_goesOnAfterAFailedStatement() {
        Database database = forced();
        database.execute(insert("before")).join();
        failsWith(
                ConstraintViolationException.class,
                () -> database.execute(AUTHORS.insert()).join());
        database.execute(insert("afterwards")).join();
        assertEquals(List.of("afterwards", "before"), texts(database));
    }

    @Test
    @Proves(TX_09)
    final void database_forced_transactionsOfTasksTakeTurns() {
        Database database = forced();
        List<CompletableFuture<Long>> tasks = IntStream.range(0, 20)
                .mapToObj(n -> database.transaction(tx -> tx.execute(insert("task " + n))
                        .thenCompose(done -> tx.execute(insert("task " + n)))
                        .thenCompose(done -> tx.fetchVal("SELECT count(*) FROM kit_notes", Long.class))
                        .thenApply(count -> count.orElseThrow())))
                .toList();
        List<Long> counts = Database.all(tasks).join();
        assertEquals(
                IntStream.rangeClosed(1, 20).mapToObj(n -> 2L * n).toList(),
                counts.stream().sorted().toList());
    }

    @Test
    @Proves(TX_09)
    final void database_forced_optionsOfARootAreLetBe() {
        Database database = forced();
        TransactionOptions options = TransactionOptions.DEFAULT.isolation(IsolationLevel.SERIALIZABLE);
        database.transaction(options, tx -> tx.execute(insert("kept"))).join();
        assertEquals(List.of("kept"), texts(database));
    }
}
