package dev.databases.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.spi.Dialect;
import dev.databases.sql.SqlType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names of types, looked at with SQLite itself. */
final class SqliteDialectTest {
    private enum Color {
        RED,
        ULTRAMARINE
    }

    private static final List<SqlType<?>> TYPES = List.of(
            SqlType.BOOLEAN,
            SqlType.SMALLINT,
            SqlType.INTEGER,
            SqlType.BIGINT,
            SqlType.UNSIGNED_BIGINT,
            SqlType.REAL,
            SqlType.DOUBLE,
            SqlType.NUMERIC,
            SqlType.numeric(10, 2),
            SqlType.TEXT,
            SqlType.BINARY,
            SqlType.DATE,
            SqlType.TIME,
            SqlType.TIMESTAMP,
            SqlType.TIMESTAMPTZ,
            SqlType.INTERVAL,
            SqlType.UUID,
            SqlType.JSON);

    private final Dialect dialect = new SqliteDialect();

    private String name(SqlType<?> type) {
        return dialect.typeName(type).orElseThrow();
    }

    @Test
    void typeOf_findsWhatTypeNameWrote() {
        for (SqlType<?> type : TYPES) {
            assertEquals(type, SqliteDialect.typeOf(name(type)));
        }
        assertEquals(SqlType.TEXT, SqliteDialect.typeOf(name(SqlType.string(100))));
        assertEquals("VARCHAR(11)", name(SqlType.enumeration(Color.class)));
        assertTrue(dialect.typeName(SqlType.array(SqlType.TEXT)).isEmpty());
    }

    @Test
    void typeOf_readsWhatOthersWrote() {
        assertEquals(SqlType.BIGINT, SqliteDialect.typeOf("integer"));
        assertEquals(SqlType.DOUBLE, SqliteDialect.typeOf("REAL"));
        assertEquals(SqlType.TEXT, SqliteDialect.typeOf("NVARCHAR(20)"));
        assertEquals(SqlType.numeric(8, 0), SqliteDialect.typeOf("decimal( 8 )"));
        assertEquals(SqlType.NUMERIC, SqliteDialect.typeOf("NUMERIC(2, 5)"));
        assertEquals(SqlType.ANY, SqliteDialect.typeOf(""));
        assertEquals(SqlType.ANY, SqliteDialect.typeOf("GEOMETRY"));
    }

    @Test
    void affinity_leavesTextAlone() throws SQLException {
        assertKept(SqlType.JSON, "1e5");
        assertKept(SqlType.JSON, " 12");
        assertKept(SqlType.TEXT, "007");
        assertKept(SqlType.string(9), "1.50");
        assertKept(SqlType.enumeration(Color.class), "RED");
        assertKept(SqlType.DATE, "2026-01-02");
        assertKept(SqlType.TIME, "12:00:00.000001");
        assertKept(SqlType.TIMESTAMP, "2026-01-02 12:00:00");
        assertKept(SqlType.TIMESTAMPTZ, "2026-01-02 12:00:00+00:00");
        assertKept(SqlType.UUID, "12345678-1234-1234-1234-123456789012");
        assertKept(SqlType.UUID, "00000000-0000-0000-0000-000000000000");
        assertKept(SqlType.INTERVAL, "P1D");
    }

    private void assertKept(SqlType<?> type, String text) throws SQLException {
        String cast = dialect.castName(type).orElseThrow();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (c " + name(type) + ")");
            statement.execute("INSERT INTO t VALUES ('" + text + "')");
            try (ResultSet row = statement.executeQuery("SELECT c, typeof(c), CAST(c AS " + cast + ") FROM t")) {
                assertTrue(row.next());
                assertEquals(text, row.getString(1));
                assertEquals("text", row.getString(2));
                assertEquals(text, row.getString(3));
            }
        }
    }

    @Test
    void identity_isTheRowid() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id " + dialect.identity(SqlType.BIGINT) + ", a INT)");
            statement.execute("INSERT INTO t (a) VALUES (5)");
            try (ResultSet row =
                    statement.executeQuery("SELECT id FROM t ORDER BY id " + dialect.unlimited() + " OFFSET 0")) {
                assertTrue(row.next());
                assertEquals(1, row.getLong(1));
            }
        }
    }

    /** All keywords of SQLite; it takes many of them as names all the same. */
    private static final String KEYWORDS = """
            abort action add after all alter always analyze and as asc attach autoincrement before begin between
            by cascade case cast check collate column commit conflict constraint create cross current
            current_date current_time current_timestamp database default deferrable deferred delete desc detach
            distinct do drop each else end escape except exclude exclusive exists explain fail filter first
            following for foreign from full generated glob group groups having if ignore immediate in index
            indexed initially inner insert instead intersect into is isnull join key last left like limit match
            materialized natural no not nothing notnull null nulls of offset on or order others outer over
            partition plan pragma preceding primary query raise range recursive references regexp reindex
            release rename replace restrict returning right rollback row rows savepoint select set table temp
            temporary then ties to transaction trigger unbounded union unique update using vacuum values view
            virtual when where window with without""";

    @Test
    void names_areQuotedWhereSqliteWouldNotTakeThem() throws SQLException {
        assertFalse(dialect.needsQuotes("notes"));
        assertTrue(dialect.needsQuotes("Notes"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            for (String word : KEYWORDS.split("\\s+")) {
                String name = dialect.needsQuotes(word) ? dialect.quote(word) : word;
                String create = "CREATE TABLE " + name + " (" + name + " INT)";
                assertDoesNotThrow(() -> statement.execute(create), word);
                String select = "SELECT " + name + "." + name + " AS " + name + " FROM " + name;
                assertDoesNotThrow(() -> statement.executeQuery(select).close(), word);
            }
        }
    }
}
