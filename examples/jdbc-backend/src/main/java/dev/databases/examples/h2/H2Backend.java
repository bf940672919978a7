package dev.databases.examples.h2;

import dev.databases.config.DatabaseUrl;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BlockingBackendConnection;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.h2.Driver;

/**
 * One H2 database as one {@code Database} sees it: core's pool asks it for connections, and closes it after the last.
 *
 * @param url what the user gave
 * @param place the same for JDBC
 */
record H2Backend(DatabaseUrl url, String place) implements Backend {
    @Override
    public Dialect dialect() {
        return new H2Dialect();
    }

    /** One statement at a time on a connection, any number of connections and writers, H2's most parameters. */
    @Override
    public Limits limits() {
        return new Limits(1, Integer.MAX_VALUE, Integer.MAX_VALUE, 100_000);
    }

    /** The adapter gives the session a thread to run on, so that everything below may simply block. */
    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        return BlockingBackendConnection.open("databases h2", () -> new H2Session(connected()), events);
    }

    private Connection connected() {
        Properties login = new Properties();
        login.setProperty("user", url.username().orElse(""));
        login.setProperty("password", url.password().orElse(""));
        try {
            return new Driver().connect("jdbc:h2:" + place, login);
        } catch (SQLException failure) {
            throw new ConnectionException("H2 cannot open " + url + ": " + H2Errors.message(failure), null, failure);
        }
    }

    /** Nothing is shared by the connections. */
    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedStage(null);
    }
}
