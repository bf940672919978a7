package dev.databases.backend.sqlite.parity;

import dev.databases.sql.Column;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** The tables of the Python original's tests, for all tests of this package. */
final class Schema {
    static final Notes NOTES = new Notes();
    static final Articles ARTICLES = new Articles();
    static final Events EVENTS = new Events();
    static final DailySchedule DAILY_SCHEDULE = new DailySchedule();
    static final Tshirts TSHIRTS = new Tshirts();
    static final Sessions SESSIONS = new Sessions();
    static final CustomDates CUSTOM_DATES = new CustomDates();
    static final Prices PRICES = new Prices();

    private Schema() {}

    static Table[] all() {
        return new Table[] {NOTES, ARTICLES, EVENTS, DAILY_SCHEDULE, TSHIRTS, SESSIONS, CUSTOM_DATES, PRICES};
    }

    static final class Notes extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<String> text = string("text", 100);
        final Column<Boolean> completed = bool("completed");

        private Notes() {
            super("notes");
        }
    }

    static final class Articles extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<String> title = string("title", 100);
        final Column<LocalDateTime> published = timestamp("published");

        private Articles() {
            super("articles");
        }
    }

    static final class Events extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<LocalDate> date = date("date");

        private Events() {
            super("events");
        }
    }

    static final class DailySchedule extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<LocalTime> time = time("time");

        private DailySchedule() {
            super("daily_schedule");
        }
    }

    enum Size {
        SMALL,
        MEDIUM,
        LARGE,
        XL
    }

    /** Each has a number of its own, which is not what is stored. */
    enum Color {
        BLUE(0),
        GREEN(1),
        YELLOW(2),
        RED(3);

        final int number;

        Color(int number) {
            this.number = number;
        }
    }

    static final class Tshirts extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<Size> size = enumeration("size", Size.class);
        final Column<Color> color = enumeration("color", Color.class);

        private Tshirts() {
            super("tshirt_size");
        }
    }

    static final class Sessions extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<Json> data = json("data");

        private Sessions() {
            super("session");
        }
    }

    static final class CustomDates extends Table {
        static final SqlType<LocalDate> DAYS =
                SqlType.BIGINT.mapped(LocalDate.class, LocalDate::toEpochDay, LocalDate::ofEpochDay);

        final Column<Long> id = bigint("id").primaryKey();
        final Column<String> title = string("title", 100);
        final Column<LocalDate> published = column("published", DAYS);

        private CustomDates() {
            super("custom_date");
        }
    }

    static final class Prices extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<BigDecimal> price = numeric("price", 30, 20);

        private Prices() {
            super("prices");
        }
    }
}
