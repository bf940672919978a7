package dev.databases.core.compile;

import static dev.databases.core.compile.SqlTextDialects.ANSI;
import static dev.databases.core.compile.SqlTextDialects.MYSQL;
import static dev.databases.core.compile.SqlTextDialects.POSTGRESQL;
import static dev.databases.core.compile.SqlTextDialects.SQLITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.error.TransactionException;
import dev.databases.spi.CompiledSql.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sort of statement a text is, and which texts are refused for what they are. */
class SqlTextShapeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 1 | READ",
                "select*from t | READ",
                "((SELECT 1) UNION SELECT 2) | READ",
                "/* UPDATE */ SELECT 1; -- done | READ",
                "VALUES (1) | READ",
                "SELECT 'x INTO y', \"into\" | READ",
                "SELECT * INTO t FROM u | UNKNOWN",
                "SELECT a FROM t into @x | UNKNOWN",
                "SELECT replace(a, 'x', 'y') INTO t FROM u | UNKNOWN",
                "INSERT INTO t VALUES (1) | WRITE",
                "insert or replace into t values (1) | WRITE",
                "UPDATE t SET a = 1 | WRITE",
                "DELETE FROM t | WRITE",
                "MERGE INTO t USING u ON a = b WHEN MATCHED THEN DELETE | WRITE",
                "REPLACE INTO t VALUES (1) | WRITE",
                "WITH a AS (SELECT 1) SELECT * FROM a | WRITE",
                "WITH a AS (INSERT INTO t VALUES (1) RETURNING x) SELECT * FROM a | WRITE",
                "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a | WRITE",
                "WITH a AS (SELECT 1) SELECT * INTO t FROM a | UNKNOWN",
                "SELECTED | UNKNOWN",
                "'SELECT' | UNKNOWN",
                "\"SELECT\" | UNKNOWN",
                "@SELECT | UNKNOWN",
                "EXPLAIN SELECT 1 | UNKNOWN",
                "PRAGMA journal_mode | UNKNOWN",
                "TABLE t | UNKNOWN",
                "CREATE TABLE t (a int) | UNKNOWN",
                "CALL p(1) | UNKNOWN",
                "{call p} | UNKNOWN",
                "SET search_path = x | UNKNOWN",
                "SHOW TABLES | UNKNOWN",
                "LOCK TABLES t WRITE | UNKNOWN"
            })
    void compile_firstWord_tellsTheKind(String sql, Kind kind) {
        assertEquals(kind, ANSI.compile(sql).statement().kind());
    }

    @Test
    void compile_commentInFront_isSkipped() {
        assertEquals(
                Kind.READ,
                ANSI.compile("-- UPDATE\n/* INSERT */ (\tSELECT 1)").statement().kind());
    }

    @Test
    void compile_executableComment_countsAsText() {
        assertEquals(
                Kind.READ, MYSQL.compile("/*!40001 SELECT */ 1").statement().kind());
        assertEquals(
                Kind.UNKNOWN,
                MYSQL.compile("SELECT 1 /*! INTO @x */").statement().kind());
        assertThrows(TransactionException.class, () -> MYSQL.compile("/*!40101 COMMIT */"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "begin immediate",
                "BEGIN;",
                "BEGIN; UPDATE t SET a = 1; COMMIT;",
                " -- first\n/* then */ BEGIN",
                "START TRANSACTION READ ONLY",
                "start\n/* a */\ttransaction",
                "COMMIT",
                "COMMIT PREPARED 'x'",
                "END",
                "End Transaction",
                "ROLLBACK",
                "ROLLBACK TO SAVEPOINT a",
                "ABORT",
                "SAVEPOINT a",
                "RELEASE a",
                "PREPARE TRANSACTION 'x'",
                "XA START 'x'",
                "SET TRANSACTION READ ONLY",
                "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET LOCAL TRANSACTION READ ONLY",
                "SET autocommit = 0",
                "SET AUTOCOMMIT=1",
                "SET SESSION autocommit = 0",
                "SET GLOBAL autocommit = 0",
                "SET @@autocommit = 0",
                "SET @@session.autocommit := 0",
                "SET @x = 1, autocommit = 0"
            })
    void compile_transactionControl_isRefused(String sql) {
        TransactionException thrown = assertThrows(TransactionException.class, () -> ANSI.compile(sql));

        assertEquals(sql, thrown.statement().orElseThrow());
        assertTrue(thrown.hint().orElseThrow().contains("transaction("), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'BEGIN'",
                "SELECT commit FROM t",
                "\"BEGIN\"",
                "START SLAVE",
                "PREPARE p AS SELECT 1",
                "SET @autocommit = 0",
                "SET @transaction = 0",
                "SET x = 'autocommit'",
                "SELECT autocommit FROM t",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                "DO RELEASE_LOCK('x')",
                "BEGINNING"
            })
    void compile_wordsLikeTransactionControl_arePassed(String sql) {
        assertEquals(sql, ANSI.compile(sql).sql());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n\t ", "-- only\n", "/* only */", " /* a */ -- b", ";", " ; -- a"})
    void compile_noStatement_isRefused(String sql) {
        CompilationException thrown =
                assertThrows(CompilationException.class, () -> ANSI.compiler().compile(sql, Map.of()));

        assertEquals("there is no statement in the SQL text", thrown.getMessage());
    }

    @Test
    void compile_nulCharacter_isRefused() {
        CompilationException thrown = assertThrows(CompilationException.class, () -> ANSI.compile("SELECT\n 'a\0b'"));

        assertTrue(
                thrown.getMessage().startsWith("the SQL text has a NUL character at line 2, column 4\n"),
                thrown.getMessage());
        assertTrue(thrown.getMessage().indexOf('\0') < 0, "the message is printable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 1; SELECT 2 | 11",
                "SELECT 1;SELECT 2; | 10",
                "SELECT 1;; | 10",
                "; SELECT 1 | 3",
                "SELECT 1; /* a */ x | 19",
                "SELECT 1; 'a' | 11",
                "CREATE TABLE trigger_log (a int); DROP TABLE b | 35",
                "CREATE TEMP TABLE event (a int); DROP TABLE b | 34",
                "CREATE UNIQUE INDEX function ON t (a); DROP TABLE b | 40",
                "DROP TRIGGER a; DROP TRIGGER b | 17"
            })
    void compile_severalStatements_saysWhereTheSecondStarts(String sql, int column) {
        CompilationException thrown = assertThrows(CompilationException.class, () -> ANSI.compile(sql));

        String problem = "one statement at a time: another one starts at line 1, column " + column + "\n";
        assertTrue(thrown.getMessage().startsWith(problem), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;",
                "SELECT 1 ; -- end",
                "SELECT 1;/* a; b */\n",
                "SELECT ';'",
                "SELECT \";\" -- ; SELECT",
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE u SET b = 1; DELETE FROM v; END",
                "CREATE TEMP TRIGGER IF NOT EXISTS a AFTER INSERT ON t BEGIN SELECT 1; END;",
                "create or replace definer = root@localhost procedure p() begin select 1; commit; end",
                "CREATE FUNCTION f() RETURNS int LANGUAGE SQL BEGIN ATOMIC SELECT 1; END",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; END",
                "ALTER EVENT e DO BEGIN SELECT 1; END"
            })
    void compile_semicolonThatEndsNoStatement_isPassed(String sql) {
        assertEquals(sql, ANSI.compile(sql).sql());
        assertEquals(sql, SQLITE.compile(sql).sql());
    }

    @Test
    void compile_semicolonInDollarQuotes_isPassed() {
        String sql = "DO $$ BEGIN PERFORM 1; COMMIT; END $$";

        assertEquals(sql, POSTGRESQL.compile(sql).sql());
    }
}
