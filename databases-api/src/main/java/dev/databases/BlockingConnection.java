package dev.databases;

import java.util.Optional;

/** The blocking view of a pinned {@link Connection}. */
public final class BlockingConnection extends BlockingQueries {
    private final Connection connection;

    BlockingConnection(Connection connection) {
        super(connection);
        this.connection = connection;
    }

    /**
     * Gives access to what only this kind of database can do, or to the driver's connection, for what only the driver can
     * do.
     *
     * @param type an interface of the backend, or the driver's type
     * @param <T> that type
     * @return its verbs or the driver's object, empty if there is none of that type
     */
    public <T> Optional<T> unwrap(Class<T> type) {
        return connection.unwrap(type);
    }
}
