package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The answers to commands, packet by packet, as servers of today end them, and as old ones and some proxies do. */
final class MyAnswerTest {
    private static final String OLD_END = "fe00000200";
    private static final String OLD_END_AND_MORE = "fe00000a00";
    private static final String NEW_END = "fe000002000000";
    private static final String OK = "00030700000000";
    private static final String ERROR = "ff480423485930303077726f6e67";

    private final List<String> told = new ArrayList<>();

    private final class Results extends MyResults {
        Results(boolean oldEnds) {
            super(oldEnds);
        }

        @Override
        void begins(int size) {
            told.add("columns " + size);
        }

        @Override
        void column(ByteBuf packet) {
            told.add("column " + ByteBufUtil.hexDump(packet));
        }

        @Override
        void columnsEnd() {
            told.add("rows");
        }

        @Override
        void row(ByteBuf packet) {
            told.add("row " + ByteBufUtil.hexDump(packet));
        }

        @Override
        void status(int flags) {
            told.add("status " + flags);
        }

        @Override
        void ended(Ok ok) {
            told.add("ended " + ok.affected() + " " + ok.key());
        }

        @Override
        void refused(Refused error) {
            told.add("refused " + error.code() + " " + error.state() + " " + error.message());
        }
    }

    private final class Prepared extends MyPrepared {
        Prepared(boolean oldEnds) {
            super(oldEnds);
        }

        @Override
        void prepared(int number, int parameters) {
            told.add("prepared " + number + " " + parameters);
        }

        @Override
        void refused(Refused error) {
            told.add("refused " + error.code());
        }
    }

    /** Tells an answer all packets, the last of which, and no other, must be its last. */
    private void takes(MyAnswer answer, String... packets) {
        for (int i = 0; i < packets.length; i++) {
            boolean last = answer.take(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(packets[i])));
            assertEquals(i == packets.length - 1, last, "packet " + i);
        }
    }

    @Test
    void count_isTheWholeAnswer() {
        takes(new Results(false), OK);
        assertEquals(List.of("status 0", "ended 3 7"), told);
    }

    @Test
    void rows_endedInTheNewWay() {
        takes(new Results(false), "02", "aa", "bb", "0001", "0002", NEW_END);
        assertEquals(
                List.of("columns 2", "column aa", "column bb", "rows", "row 0001", "row 0002", "status 2", "ended 0 0"),
                told);
    }

    @Test
    void rows_endedInTheOldWay() {
        takes(new Results(true), "02", "aa", "bb", OLD_END, "0001", OLD_END);
        assertEquals(List.of("columns 2", "column aa", "column bb", "rows", "row 0001", "status 2", "ended 0 0"), told);
    }

    @Test
    void severalResults_endedInTheOldWay() {
        takes(
                new Results(true),
                "01",
                "aa",
                OLD_END,
                OLD_END_AND_MORE,
                "01",
                "bb",
                OLD_END,
                "0001",
                OLD_END_AND_MORE,
                OK);
        assertEquals(
                List.of(
                        "columns 1",
                        "column aa",
                        "rows",
                        "status 10",
                        "ended 0 0", //
                        "columns 1",
                        "column bb",
                        "rows",
                        "row 0001",
                        "status 10",
                        "ended 0 0", //
                        "status 0",
                        "ended 3 7"),
                told);
    }

    @Test
    void errorInTheMiddleOfRows_isTheEnd() {
        takes(new Results(false), "01", "aa", "0001", ERROR);
        assertEquals(List.of("columns 1", "column aa", "rows", "row 0001", "refused 1096 HY000 wrong"), told);
    }

    @Test
    void questionForAFile_isNotAnswered() {
        assertThrows(IllegalStateException.class, () -> takes(new Results(false), "fb2f6574632f706173737764"));
    }

    @Test
    void preparation_skipsDefinitions() {
        takes(new Prepared(false), "000500000001000200000000", "aa", "bb", "cc");
        takes(new Prepared(true), "000600000001000200000000", "aa", "bb", OLD_END, "cc", OLD_END);
        takes(new Prepared(true), "000700000000000000000000");
        takes(new Prepared(false), ERROR);
        assertEquals(List.of("prepared 5 2", "prepared 6 2", "prepared 7 0", "refused 1096"), told);
    }

    @Test
    void numbersOfTheServersWords_areRead() {
        assertEquals(3, MyCount.records("Records: 3  Duplicates: 1  Warnings: 0"));
        assertEquals(-1, MyCount.records(""));
        assertTrue(MyCount.records("no number") < 0);
        assertFalse(MyCount.records("12") < 12);
    }
}
