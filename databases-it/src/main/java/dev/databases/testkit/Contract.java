package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.Feature;
import dev.databases.config.Option;
import dev.databases.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;

/** What all contracts share: an open database with the empty tables of {@link Schema}, closed after each test. */
@DisplayNameGeneration(RuleNames.class)
abstract class Contract {
    final BackendContract backend;
    private final List<Database> opened = new ArrayList<>();
    private String url = "";

    Contract(BackendContract backend) {
        this.backend = backend;
    }

    @BeforeEach
    final void chooseDatabase() {
        url = backend.url();
    }

    @AfterEach
    final void closeDatabases() {
        opened.forEach(Database::close);
    }

    String url() {
        return url;
    }

    Limits limits() {
        return Offline.of(url).limits();
    }

    boolean has(Feature feature) {
        return backend.features(url).contains(feature);
    }

    /** Opens the database of the test with its tables, all empty. */
    Database open() {
        return open(Map.of());
    }

    Database open(Option<?> option, Object value) {
        return open(Map.of(option, value));
    }

    Database open(Map<Option<?>, Object> options) {
        Database database = connect(options);
        backend.reset(database);
        database.createAll(Schema.ALL).join();
        return database;
    }

    /** Opens it as it is. */
    Database connect(Map<Option<?>, Object> options) {
        Database.Builder builder = builder();
        options.forEach((option, value) -> builder.option(option.name(), value));
        return builder.build().connect().thenApply(this::closedAfterwards).join();
    }

    Database.Builder builder() {
        return Database.builder(url);
    }

    Database closedAfterwards(Database database) {
        opened.add(database);
        return database;
    }

    /** A connection that was dropped is closed when its statement has noticed. */
    final void awaitAllClosed() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (backend.openConnections(url()).orElse(0) > 0) {
            assertTrue(System.nanoTime() - deadline < 0, "a connection is still open");
            Thread.onSpinWait();
        }
    }
}
