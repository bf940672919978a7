package dev.databases.testkit;

import static dev.databases.config.TransactionOptions.DEFAULT;
import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.rules.Rule.TX_04;
import static dev.databases.testkit.rules.Rule.TX_05;
import static dev.databases.testkit.rules.Rule.TX_07;
import static dev.databases.testkit.rules.Rule.TX_08;
import static dev.databases.testkit.rules.Rule.TX_10;
import static dev.databases.testkit.rules.Rule.TX_12;
import static dev.databases.testkit.rules.Rule.TX_17;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.Feature;
import dev.databases.config.IsolationLevel;
import dev.databases.config.TransactionOptions;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.testkit.rules.Proves;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Transactions that their owner ends, and their options. */
abstract class ExplicitTransactionContract extends TransactionalContract {
    ExplicitTransactionContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(TX_04)
    final void begin_endedByItsOwner() {
        Database database = open();
        Transaction first = database.begin().join();
        first.execute(insert("committed")).join();
        first.commit().join();
        Transaction second = database.begin().join();
        second.execute(insert("gone")).join();
        assertEquals(List.of("committed", "gone"), texts(second));
        second.rollback().join();
        assertEquals(List.of("committed"), texts(database));
    }

    @Test
    @Proves(TX_04)
    final void begin_neverSentAnything_endsWell() {
        Database database = open(DatabaseOptions.MAX_SIZE, 1);
        for (int i = 0; i < 5; i++) {
            database.begin().join().commit().join();
            database.begin().join().rollback().join();
        }
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(TX_12)
    final void uncommitted_isNotSeenOutside() {
        Database database = open();
        Assumptions.assumeTrue(limits().connections() > 1, "there is only one connection");
        Transaction transaction = database.begin().join();
        transaction.execute(insert("mine")).join();
        assertEquals(List.of(), texts(database), "the handle alone reaches the transaction");
        transaction.commit().join();
        assertEquals(List.of("mine"), texts(database));
    }

    @Test
    @Proves(TX_05)
    final void ends_inTheWrongOrder_changeNothing() {
        Database database = open();
        Transaction outer = database.begin().join();
        outer.execute(insert("outer")).join();
        Transaction inner = outer.begin().join();
        inner.execute(insert("inner")).join();
        says(failsWith(TransactionException.class, () -> outer.commit().join()), "inner", "reverse order");
        says(failsWith(TransactionException.class, () -> outer.rollback().join()), "inner");
        inner.rollback().join();
        outer.execute(insert("second")).join();
        outer.commit().join();
        assertEquals(List.of("outer", "second"), texts(database));
    }

    @Test
    @Proves(TX_17)
    final void begin_whileASiblingIsOpen_waitsForItsEnd() {
        Database database = open();
        Transaction outer = database.begin().join();
        Transaction sibling = outer.begin().join();
        CompletableFuture<Transaction> next = outer.begin();
        sibling.execute(insert("kept")).join();
        assertFalse(next.isDone());
        sibling.commit().join();
        next.join().execute(insert("gone")).join();
        next.join().rollback().join();
        outer.commit().join();
        assertEquals(List.of("kept"), texts(database));
    }

    @Test
    @Proves(TX_07)
    final void ended_refusesEverything() {
        Database database = open();
        Transaction transaction = database.begin().join();
        transaction.execute(insert("kept")).join();
        transaction.commit().join();
        failsWith(
                TransactionClosedException.class,
                () -> transaction.execute(insert("late")).join());
        failsWith(TransactionClosedException.class, () -> transaction.commit().join());
        failsWith(TransactionClosedException.class, () -> transaction.rollback().join());
        failsWith(TransactionClosedException.class, () -> transaction.begin().join());
        assertEquals(List.of("kept"), texts(database));
    }

    @Test
    @Proves(TX_08)
    final void options_thatTheDatabaseCannotHonour_areErrors() {
        optional(Feature.ISOLATION_LEVELS, DEFAULT.isolation(IsolationLevel.REPEATABLE_READ));
        optional(
                Feature.DEFERRABLE_TRANSACTIONS,
                DEFAULT.isolation(IsolationLevel.SERIALIZABLE).asReadOnly().asDeferrable());
    }

    private void optional(Feature feature, TransactionOptions options) {
        Database database = open();
        if (has(feature)) {
            database.transaction(options, tx -> tx.fetchAll("SELECT 1")).join();
        } else {
            says(
                    failsWith(
                            TransactionException.class,
                            () -> database.transaction(options, tx -> tx.fetchAll("SELECT 1"))
                                    .join()),
                    feature.name());
        }
        assertEquals(List.of(), texts(database), "the database goes on");
    }

    @Test
    @Proves(TX_08)
    final void options_ofANestedTransaction_areErrors() {
        Database database = open();
        Transaction outer = database.begin().join();
        for (TransactionOptions options :
                List.of(DEFAULT.asReadOnly(), DEFAULT.isolation(IsolationLevel.SERIALIZABLE), DEFAULT.asDeferrable())) {
            says(
                    failsWith(
                            TransactionException.class,
                            () -> outer.begin(options).join()),
                    "nested",
                    "outermost");
        }
        outer.execute(insert("kept")).join();
        outer.commit().join();
        assertEquals(List.of("kept"), texts(database));
    }

    @Test
    @Proves(TX_10)
    final void readOnly_refusesWrites_andOthersMayWriteAfterwards() {
        Database database = open(DatabaseOptions.MAX_SIZE, 1);
        TransactionOptions readOnly = DEFAULT.asReadOnly();
        if (has(Feature.READ_ONLY_TRANSACTIONS)) {
            assertEquals(
                    List.of(),
                    database.transaction(readOnly, tx -> tx.fetchAll("SELECT id FROM kit_notes"))
                            .join());
        }
        Class<? extends DatabaseException> error =
                has(Feature.READ_ONLY_TRANSACTIONS) ? QueryException.class : DatabaseException.class;
        failsWith(
                error,
                () -> database.transaction(readOnly, tx -> tx.execute(insert("refused")))
                        .join());
        database.execute(insert("allowed")).join();
        assertEquals(List.of("allowed"), texts(database));
    }
}
