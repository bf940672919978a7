package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.backend.postgres.CopyText.Direction;
import dev.databases.spi.CompiledSql.Kind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which way a COPY goes is seen in its text, through quotes, comments and parentheses. */
final class CopyTextTest {
    static List<Arguments> texts() {
        return List.of(
                Arguments.of(Direction.IN, "COPY t FROM STDIN"),
                Arguments.of(Direction.IN, "copy t from stdin with (format csv, header)"),
                Arguments.of(Direction.IN, "COPY BINARY s.t (a, \"from\", \"to 'x\") FROM STDIN"),
                Arguments.of(Direction.OUT, "COPY \"copy from stdin\" TO STDOUT"),
                Arguments.of(
                        Direction.OUT, " -- FROM STDIN\n COPY /* to /* nested */ stdin */ t TO STDOUT -- from stdin"),
                Arguments.of(Direction.OUT, "COPY (SELECT * FROM stdin) TO STDOUT (FORMAT csv, QUOTE '\"')"),
                Arguments.of(Direction.OUT, "COPY (SELECT 'it''s' || E'\\' to' || $x$ ) from ' $x$ FROM t) TO STDOUT"),
                Arguments.of(Direction.NONE, "COPY t FROM '/a/file'"),
                Arguments.of(Direction.NONE, "COPY t TO PROGRAM 'cat'"),
                Arguments.of(Direction.NONE, "COPY t (stdin)"),
                Arguments.of(Direction.NONE, "COPY"),
                Arguments.of(Direction.NONE, ""),
                Arguments.of(Direction.NONE, "\"copy\" t FROM STDIN"),
                Arguments.of(Direction.NONE, "INSERT INTO t SELECT copy FROM stdin"),
                Arguments.of(Direction.NONE, "COPY (SELECT 1 TO STDOUT"),
                Arguments.of(Direction.NONE, "COPY t /* FROM STDIN"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void direction_isThatOfTheData(Direction direction, String sql) {
        assertEquals(direction, CopyText.of(sql).direction());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COPY t FROM STDIN | UNKNOWN",
                "COPY t TO STDOUT | READ",
                "COPY (SELECT 1) TO STDOUT | READ",
                "COPY (DELETE FROM t RETURNING *) TO STDOUT | UNKNOWN",
                "COPY (WITH d AS (DELETE FROM t) SELECT 1) TO STDOUT | UNKNOWN",
            })
    void kind_saysWhetherItMayWrite(String sql, Kind kind) {
        assertEquals(kind, CopyText.of(sql).kind());
    }
}
