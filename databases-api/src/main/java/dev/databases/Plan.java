package dev.databases;

import dev.databases.core.compile.Compiled;
import dev.databases.core.compile.CompiledMany;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import dev.databases.sql.Expression;
import java.util.List;
import java.util.function.BiFunction;

/** A compiled statement as an operation needs it: what to send, and what its rows mean. */
sealed interface Plan {
    /** The statement, once for all rows of arguments. */
    CompiledSql statement();

    /** The expressions of the result columns, empty for SQL text. */
    List<Expression<?>> outputs();

    /** Whether the rows are generated keys that nobody asked to see. */
    boolean returnsKeys();

    /** The first arguments, for the log. */
    Object[] arguments();

    Request send(BackendConnection connection, RowSink sink);

    /** Whether it needs a permit of the writers' lane. */
    default boolean mayWrite() {
        return statement().kind() != CompiledSql.Kind.READ;
    }

    /** Whether it may share a connection with other one-shots: text that may do anything may not. */
    default boolean isShareable() {
        return statement().kind() == CompiledSql.Kind.READ || statement().kind() == CompiledSql.Kind.WRITE;
    }

    /** One statement. */
    record One(CompiledQuery query, List<Expression<?>> outputs, boolean returnsKeys) implements Plan {
        static One of(Compiled compiled) {
            return new One(compiled.query(), compiled.outputs(), compiled.returnsKeys());
        }

        One atMost(long rows) {
            return new One(query.atMost(rows), outputs, returnsKeys);
        }

        @Override
        public CompiledSql statement() {
            return query.statement();
        }

        @Override
        public Object[] arguments() {
            return query.arguments();
        }

        @Override
        public Request send(BackendConnection connection, RowSink sink) {
            return connection.submit(query, sink);
        }
    }

    /** One statement for many rows of arguments. */
    record Many(CompiledBatch batch, List<Expression<?>> outputs, boolean returnsKeys) implements Plan {
        static Many of(CompiledMany compiled) {
            return new Many(compiled.batch(), compiled.outputs(), compiled.returnsKeys());
        }

        @Override
        public CompiledSql statement() {
            return batch.statement();
        }

        @Override
        public Object[] arguments() {
            return batch.rows().get(0);
        }

        @Override
        public Request send(BackendConnection connection, RowSink sink) {
            return connection.submitMany(batch, sink);
        }
    }

    /** A request of a backend's own. */
    record Own(CompiledSql statement, BiFunction<? super BackendConnection, ? super RowSink, ? extends Request> request)
            implements Plan {
        private static final Object[] NONE = {};

        @Override
        public List<Expression<?>> outputs() {
            return List.of();
        }

        @Override
        public boolean returnsKeys() {
            return false;
        }

        @Override
        public Object[] arguments() {
            return NONE;
        }

        @Override
        public Request send(BackendConnection connection, RowSink sink) {
            return request.apply(connection, sink);
        }

        /** What it was given to read from, or to write to, cannot be begun again. */
        @Override
        public boolean isShareable() {
            return false;
        }
    }
}
