package dev.databases;

import java.util.Optional;

/**
 * One connection, pinned for a body: statements run on it in order, nobody else's come between them, and the session's
 * state holds from one to the next. Got from {@link Queries#connection}.
 */
public final class Connection extends Queries {
    private final Route.ToSession route;

    Connection(DatabaseCore core, Route.ToSession route) {
        super(core);
        this.route = route;
    }

    @Override
    Route.ToSession route() {
        return route;
    }

    /**
     * Gives access to what only this kind of database can do, or to the driver's connection, for what only the driver can
     * do. The driver's must not be used while statements of the library are under way, nor kept.
     *
     * @param type an interface of the backend, or the driver's type, for example {@code java.sql.Connection} for SQLite
     * @param <T> that type
     * @return its verbs or the driver's object, empty if there is none of that type
     */
    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return super.unwrap(type).or(() -> route.session().connection().unwrap(type));
    }
}
