package dev.databases.backend.mysql;

import dev.databases.jasync.MysqlBytes;
import io.netty.buffer.ByteBuf;

/**
 * The answer to a statement: any number of results, each a count or columns and rows. Subclasses are told what is in it;
 * several results come of CALL only.
 */
abstract class MyResults extends MyAnswer {
    private enum Part {
        HEAD,
        COLUMNS,
        END_OF_COLUMNS,
        ROWS
    }

    private static final int FILE = 0xFB;

    private final boolean oldEnds;
    private Part part = Part.HEAD;
    private int columns;

    /** Makes an answer; old servers end columns and rows in an own way. */
    MyResults(boolean oldEnds) {
        this.oldEnds = oldEnds;
    }

    /** There will be rows, of so many columns. */
    abstract void begins(int size);

    /** The definition of the next column. */
    abstract void column(ByteBuf packet);

    /** All columns are defined. */
    abstract void columnsEnd();

    /** A row. */
    abstract void row(ByteBuf packet);

    @Override
    final boolean take(ByteBuf packet) {
        return switch (part) {
            case HEAD -> head(packet);
            case COLUMNS -> {
                column(packet);
                if (--columns == 0) {
                    columnsEnd();
                    part = oldEnds ? Part.END_OF_COLUMNS : Part.ROWS;
                }
                yield false;
            }
            case END_OF_COLUMNS -> {
                part = Part.ROWS;
                yield false;
            }
            case ROWS -> rows(packet);
        };
    }

    private boolean head(ByteBuf packet) {
        int first = first(packet);
        if (first == OK || first == ERROR) {
            return end(packet);
        }
        if (first == FILE) {
            throw new IllegalStateException("the server asks for a file");
        }
        columns = (int) MysqlBytes.readLength(packet);
        begins(columns);
        part = Part.COLUMNS;
        return false;
    }

    private boolean rows(ByteBuf packet) {
        int first = first(packet);
        if (first == ERROR || first == END && packet.readableBytes() < MyPackets.LONGEST) {
            return end(packet);
        }
        row(packet);
        return false;
    }

    private boolean end(ByteBuf packet) {
        if (first(packet) == ERROR) {
            refused(Refused.read(packet));
            return true;
        }
        boolean old = oldEnds && part == Part.ROWS;
        Ok ok = old ? new Ok(0, 0, oldEnd(packet), 0, "") : Ok.read(packet.skipBytes(1));
        part = Part.HEAD;
        status(ok.status());
        ended(ok);
        return !ok.hasMore();
    }
}
