package dev.databases.benchmarks.peers;

import dev.databases.sql.Column;
import dev.databases.sql.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The tables as this library declares them. */
final class Tables {
    static final Items ITEMS = new Items();
    static final Bigs BIGS = new Bigs();
    static final Wides WIDES = new Wides();
    static final Entries ENTRIES = new Entries();
    static final Accounts ACCOUNTS = new Accounts();

    private Tables() {}

    /** Rows of six types. */
    static final class Items extends Table {
        final Column<Integer> id = integer("id").primaryKey();
        final Column<String> name = string("name", 40).notNull();
        final Column<BigDecimal> price = numeric("price", 12, 2).notNull();
        final Column<Double> ratio = doublePrecision("ratio").notNull();
        final Column<Boolean> active = bool("active").notNull();
        final Column<LocalDateTime> created = timestamp("created").notNull();

        private Items() {
            super("item");
        }
    }

    /** Many rows. */
    static final class Bigs extends Table {
        final Column<Integer> id = integer("id").primaryKey();
        final Column<String> name = string("name", 40).notNull();
        final Column<Double> ratio = doublePrecision("ratio").notNull();

        private Bigs() {
            super("big");
        }
    }

    /** Rows of ten columns. */
    static final class Wides extends Table {
        final Column<Integer> id = integer("id").primaryKey();
        final Column<Long> a = bigint("a").notNull();
        final Column<String> b = string("b", 40).notNull();
        final Column<BigDecimal> c = numeric("c", 14, 4).notNull();
        final Column<Double> d = doublePrecision("d").notNull();
        final Column<Boolean> e = bool("e").notNull();
        final Column<LocalDateTime> f = timestamp("f").notNull();
        final Column<LocalDate> g = date("g").notNull();
        final Column<String> h = text("h").notNull();
        final Column<Integer> i = integer("i").notNull();

        private Wides() {
            super("wide");
        }
    }

    /** What is inserted; the keys come back with it. */
    static final class Entries extends Table {
        final Column<Integer> id = integer("id").primaryKey();
        final Column<String> name = string("name", 40).notNull();
        final Column<Integer> quantity = integer("quantity").notNull();
        final Column<LocalDateTime> created = timestamp("created").notNull();

        private Entries() {
            super("entry");
        }
    }

    /** What is updated. */
    static final class Accounts extends Table {
        final Column<Integer> id = integer("id").primaryKey();
        final Column<Long> balance = bigint("balance").notNull();

        private Accounts() {
            super("account");
        }
    }
}
