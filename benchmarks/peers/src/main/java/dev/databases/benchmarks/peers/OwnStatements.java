package dev.databases.benchmarks.peers;

import static dev.databases.benchmarks.peers.Tables.ACCOUNTS;
import static dev.databases.benchmarks.peers.Tables.BIGS;
import static dev.databases.benchmarks.peers.Tables.ENTRIES;
import static dev.databases.benchmarks.peers.Tables.ITEMS;
import static dev.databases.benchmarks.peers.Tables.WIDES;

import dev.databases.Row;
import dev.databases.sql.Select;
import dev.databases.sql.Sql;
import dev.databases.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What both views of this library run: statements that are kept, and their rows. */
final class OwnStatements {
    static final Select<?> ONE = ITEMS.select().where(ITEMS.id.eq(Sql.bind("id")));
    static final Select<?> TWENTY =
            ITEMS.select().where(ITEMS.id.ge(Sql.bind("id"))).orderBy(ITEMS.id).limit(20);
    static final Statement INSERT = ENTRIES.insert();
    static final Statement UPDATE =
            ACCOUNTS.update().setTo(ACCOUNTS.balance, ACCOUNTS.balance.plus(1L)).where(ACCOUNTS.id.eq(Sql.bind("id")));
    static final Select<?> STREAM = BIGS.select();
    static final Select<?> ALL = WIDES.select();

    private OwnStatements() {}

    static Map<String, Object> entry(int quantity) {
        return Map.of("name", Samples.NAME, "quantity", quantity, "created", Samples.CREATED);
    }

    static List<Map<String, Object>> entries() {
        List<Map<String, Object>> rows = new ArrayList<>(Workload.ROWS_OF_MANY);
        for (int i = 0; i < Workload.ROWS_OF_MANY; i++) {
            rows.add(entry(i));
        }
        return rows;
    }

    static long items(List<Row> rows) {
        long sum = 0;
        for (Row row : rows) {
            sum += item(row);
        }
        return sum;
    }

    static long item(Row row) {
        return Samples.item(
                Objects.requireNonNull(row.get(ITEMS.id)),
                Objects.requireNonNull(row.get(ITEMS.name)),
                Objects.requireNonNull(row.get(ITEMS.price)),
                Objects.requireNonNull(row.get(ITEMS.ratio)),
                Objects.requireNonNull(row.get(ITEMS.active)),
                Objects.requireNonNull(row.get(ITEMS.created)));
    }

    static long big(Row row) {
        return Samples.big(
                Objects.requireNonNull(row.get(BIGS.id)),
                Objects.requireNonNull(row.get(BIGS.name)),
                Objects.requireNonNull(row.get(BIGS.ratio)));
    }

    static long wide(List<Row> rows) {
        long sum = 0;
        for (Row row : rows) {
            sum += Samples.wide(row::get);
        }
        return sum;
    }
}
