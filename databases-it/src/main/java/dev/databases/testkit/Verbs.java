package dev.databases.testkit;

import dev.databases.BlockingQueries;
import dev.databases.Database;
import dev.databases.Queries;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.RowMapper;
import dev.databases.sql.Query;
import dev.databases.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verbs as a contract calls them, so that each of its tests proves both forms: values come back, failures are thrown. */
interface Verbs {
    Result execute(Statement statement, Map<String, ? extends @Nullable Object> values);

    Result execute(String sql, Map<String, ? extends @Nullable Object> values);

    Result executeMany(Statement statement, List<? extends Map<String, ? extends @Nullable Object>> rows);

    Result executeMany(String sql, List<? extends Map<String, ? extends @Nullable Object>> rows);

    List<Row> fetchAll(Statement statement, Map<String, ? extends @Nullable Object> values);

    List<Row> fetchAll(String sql, Map<String, ? extends @Nullable Object> values);

    <T> List<T> fetchAll(Statement statement, Class<T> type);

    <T> List<T> fetchAll(Statement statement, RowMapper<T> mapper);

    Optional<Row> fetchOne(Statement statement, Map<String, ? extends @Nullable Object> values);

    Optional<Row> fetchOne(String sql, Map<String, ? extends @Nullable Object> values);

    <T> Optional<T> fetchOne(Statement statement, Class<T> type);

    <T> Optional<T> fetchVal(Query<T> query);

    <T> Optional<T> fetchVal(String sql, Map<String, ? extends @Nullable Object> values, Class<T> type);

    default Result execute(Statement statement) {
        return execute(statement, Map.of());
    }

    default Result execute(String sql) {
        return execute(sql, Map.of());
    }

    default List<Row> fetchAll(Statement statement) {
        return fetchAll(statement, Map.of());
    }

    default List<Row> fetchAll(String sql) {
        return fetchAll(sql, Map.of());
    }

    default <T> Optional<T> fetchVal(String sql, Class<T> type) {
        return fetchVal(sql, Map.of(), type);
    }

    /** The two forms that the verbs have. */
    enum Form {
        ASYNCHRONOUS,
        BLOCKING;

        Verbs of(Database database) {
            return this == BLOCKING ? new Waiting(database.blocking()) : new Joined(database);
        }
    }

    /** The verbs that return futures, joined. */
    record Joined(Queries queries) implements Verbs {
        @Override
        public Result execute(Statement statement, Map<String, ? extends @Nullable Object> values) {
            return queries.execute(statement, values).join();
        }

        @Override
        public Result execute(String sql, Map<String, ? extends @Nullable Object> values) {
            return queries.execute(sql, values).join();
        }

        @Override
        public Result executeMany(Statement statement, List<? extends Map<String, ? extends @Nullable Object>> rows) {
            return queries.executeMany(statement, rows).join();
        }

        @Override
        public Result executeMany(String sql, List<? extends Map<String, ? extends @Nullable Object>> rows) {
            return queries.executeMany(sql, rows).join();
        }

        @Override
        public List<Row> fetchAll(Statement statement, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchAll(statement, values).join();
        }

        @Override
        public List<Row> fetchAll(String sql, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchAll(sql, values).join();
        }

        @Override
        public <T> List<T> fetchAll(Statement statement, Class<T> type) {
            return queries.fetchAll(statement, type).join();
        }

        @Override
        public <T> List<T> fetchAll(Statement statement, RowMapper<T> mapper) {
            return queries.fetchAll(statement, mapper).join();
        }

        @Override
        public Optional<Row> fetchOne(Statement statement, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchOne(statement, values).join();
        }

        @Override
        public Optional<Row> fetchOne(String sql, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchOne(sql, values).join();
        }

        @Override
        public <T> Optional<T> fetchOne(Statement statement, Class<T> type) {
            return queries.fetchOne(statement, type).join();
        }

        @Override
        public <T> Optional<T> fetchVal(Query<T> query) {
            return queries.fetchVal(query).join();
        }

        @Override
        public <T> Optional<T> fetchVal(String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
            return queries.fetchVal(sql, values, type).join();
        }
    }

    /** The verbs that wait. */
    record Waiting(BlockingQueries queries) implements Verbs {
        @Override
        public Result execute(Statement statement, Map<String, ? extends @Nullable Object> values) {
            return queries.execute(statement, values);
        }

        @Override
        public Result execute(String sql, Map<String, ? extends @Nullable Object> values) {
            return queries.execute(sql, values);
        }

        @Override
        public Result executeMany(Statement statement, List<? extends Map<String, ? extends @Nullable Object>> rows) {
            return queries.executeMany(statement, rows);
        }

        @Override
        public Result executeMany(String sql, List<? extends Map<String, ? extends @Nullable Object>> rows) {
            return queries.executeMany(sql, rows);
        }

        @Override
        public List<Row> fetchAll(Statement statement, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchAll(statement, values);
        }

        @Override
        public List<Row> fetchAll(String sql, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchAll(sql, values);
        }

        @Override
        public <T> List<T> fetchAll(Statement statement, Class<T> type) {
            return queries.fetchAll(statement, type);
        }

        @Override
        public <T> List<T> fetchAll(Statement statement, RowMapper<T> mapper) {
            return queries.fetchAll(statement, mapper);
        }

        @Override
        public Optional<Row> fetchOne(Statement statement, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchOne(statement, values);
        }

        @Override
        public Optional<Row> fetchOne(String sql, Map<String, ? extends @Nullable Object> values) {
            return queries.fetchOne(sql, values);
        }

        @Override
        public <T> Optional<T> fetchOne(Statement statement, Class<T> type) {
            return queries.fetchOne(statement, type);
        }

        @Override
        public <T> Optional<T> fetchVal(Query<T> query) {
            return queries.fetchVal(query);
        }

        @Override
        public <T> Optional<T> fetchVal(String sql, Map<String, ? extends @Nullable Object> values, Class<T> type) {
            return queries.fetchVal(sql, values, type);
        }
    }
}
