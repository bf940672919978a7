package dev.databases.testkit.fake;

import dev.databases.Database;
import dev.databases.config.Option;
import java.util.Map;

/** A connected database on a fake server of its own, which answers everything again when it is closed. */
record FakeDatabase(Database database, FakeServer server) implements AutoCloseable {
    static FakeDatabase open(Map<Option<?>, Object> options) {
        Database.Builder builder = Database.builder("fake://");
        options.forEach((option, value) -> builder.option(option.name(), value));
        Database database = builder.build().connect().join();
        FakeServer server = database.blocking()
                .connection(connection -> connection.unwrap(FakeServer.class))
                .orElseThrow();
        return new FakeDatabase(database, server);
    }

    @Override
    public void close() {
        server.release();
        database.close();
    }
}
