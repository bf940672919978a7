package dev.databases.testkit;

import dev.databases.Database;
import dev.databases.config.Feature;
import dev.databases.testkit.Verbs.Form;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/**
 * All rules as the tests of one backend: a subclass that says where a database is runs them.
 *
 * <pre>{@code
 * class NotesBackendTest extends BackendContract {
 *     @Override
 *     protected String url() {
 *         return "mine://localhost/test";
 *     }
 * }
 * }</pre>
 *
 * <p>Tables whose names begin with {@code kit_} are created and dropped in that database; nothing else is touched. A
 * feature that the database does not have turns its tests round: then the error is what they ask for.
 */
public abstract class BackendContract {
    /** Called by subclasses. */
    protected BackendContract() {}

    /**
     * Says where the database is; called once before each test, which may open it several times.
     *
     * @return the URL, of a new database or always of the same one
     */
    protected abstract String url();

    /**
     * Says what the database can do.
     *
     * @param url the URL of the test
     * @return the features, by default those that the backend declares without having asked the server
     */
    protected Set<Feature> features(String url) {
        return Offline.of(url).features();
    }

    /**
     * Makes the schema clean for the next test. By default the tables of the contracts are dropped.
     *
     * @param database the open database
     */
    protected void reset(Database database) {
        database.dropAll(Schema.ALL).join();
    }

    /**
     * Gives a query that runs for at least half a minute and that the server can be asked to stop.
     *
     * @return its text, beginning with SELECT; empty if there is no such thing, then cancelling is not tested
     */
    protected Optional<String> slowQuery() {
        return Optional.empty();
    }

    /**
     * Tells how many connections to a database are open, as the server or the operating system itself says.
     *
     * @param url the URL of the test
     * @return the number without any that counting takes; empty if it cannot be told, then it is not tested
     */
    protected OptionalInt openConnections(String url) {
        return OptionalInt.empty();
    }

    @Nested
    final class Read extends ReadContract {
        Read() {
            super(BackendContract.this, Form.ASYNCHRONOUS);
        }
    }

    @Nested
    final class ReadBlocking extends ReadContract {
        ReadBlocking() {
            super(BackendContract.this, Form.BLOCKING);
        }
    }

    @Nested
    final class Write extends WriteContract {
        Write() {
            super(BackendContract.this, Form.ASYNCHRONOUS);
        }
    }

    @Nested
    final class WriteBlocking extends WriteContract {
        WriteBlocking() {
            super(BackendContract.this, Form.BLOCKING);
        }
    }

    @Nested
    final class Input extends InputContract {
        Input() {
            super(BackendContract.this, Form.ASYNCHRONOUS);
        }
    }

    @Nested
    final class InputBlocking extends InputContract {
        InputBlocking() {
            super(BackendContract.this, Form.BLOCKING);
        }
    }

    @Nested
    final class Refusal extends ErrorContract {
        Refusal() {
            super(BackendContract.this, Form.ASYNCHRONOUS);
        }
    }

    @Nested
    final class RefusalBlocking extends ErrorContract {
        RefusalBlocking() {
            super(BackendContract.this, Form.BLOCKING);
        }
    }

    @Nested
    final class Lifecycle extends LifecycleContract {
        Lifecycle() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Callback extends CallbackContract {
        Callback() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Transactions extends TransactionContract {
        Transactions() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class ExplicitTransactions extends ExplicitTransactionContract {
        ExplicitTransactions() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class BlockingTransactions extends BlockingTransactionContract {
        BlockingTransactions() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class ForceRollback extends ForceRollbackContract {
        ForceRollback() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Tasks extends TaskContract {
        Tasks() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class TaskBounds extends TaskBoundsContract {
        TaskBounds() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Streams extends StreamContract {
        Streams() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class StreamRules extends StreamRulesContract {
        StreamRules() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class BlockingStreams extends BlockingStreamContract {
        BlockingStreams() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Cancel extends CancelContract {
        Cancel() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Endings extends EndingContract {
        Endings() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Cuts extends CutContract {
        Cuts() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Stress extends StressContract {
        Stress() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Model extends ModelContract {
        Model() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class ConnectCuts extends CutConnectContract {
        ConnectCuts() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Pools extends PoolContract {
        Pools() {
            super(BackendContract.this);
        }
    }

    @Nested
    final class Types extends TypeContract {
        Types() {
            super(BackendContract.this, Form.ASYNCHRONOUS);
        }
    }

    @Nested
    final class TypesBlocking extends TypeContract {
        TypesBlocking() {
            super(BackendContract.this, Form.BLOCKING);
        }
    }
}
