package dev.databases.benchmarks.peers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the workloads, made and emptied by the parent process. */
final class Schema implements AutoCloseable {
    private static final String TIME = "timestamp '2026-01-01 00:00:00.123456' + i * interval '1 minute'";

    private static final String[] SCRIPT = {
        "create table item (id int primary key, name varchar(40), price numeric(12,2), ratio double precision,"
                + " active boolean, created timestamp)",
        "insert into item select i, 'item number ' || i, i * 1.25, i / 3.0, i % 2 = 0, " + TIME
                + " from generate_series(1, 10000) i",
        "create table wide (id int primary key, a bigint, b varchar(40), c numeric(14,4), d double precision, e boolean,"
                + " f timestamp, g date, h text, i int)",
        "insert into wide select i, i * 1000000000::bigint, 'wide row ' || i, i * 1.2345, i / 7.0, i % 2 = 0, " + TIME
                + ", date '2026-01-01' + i % 365, 'some text of row ' || i, i * 3 from generate_series(1, 10000) i",
        "create table big (id int primary key, name varchar(40), ratio double precision)",
        "insert into big select i, 'big row number ' || i, i / 3.0 from generate_series(1, 500000) i",
        "create table entry (id serial primary key, name varchar(40), quantity int, created timestamp)",
        "create table account (id int primary key, balance bigint) with (fillfactor = 50)",
        "insert into account select i, 0 from generate_series(1, 10000) i",
        "vacuum analyze"
    };

    private final Connection connection;

    Schema(String host, int port) throws SQLException {
        connection = DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/postgres?user=postgres");
        for (String statement : SCRIPT) {
            run(statement);
        }
    }

    /** Empties the table that grows, so that all find it alike. */
    void empty() throws SQLException {
        run("truncate entry restart identity");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
