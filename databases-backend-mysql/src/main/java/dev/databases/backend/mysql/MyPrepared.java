package dev.databases.backend.mysql;

import io.netty.buffer.ByteBuf;

/** The answer to the preparation of a statement: its number, and definitions that the answer to its run repeats. */
abstract class MyPrepared extends MyAnswer {
    private final boolean oldEnds;
    private boolean known;
    private int definitions;

    MyPrepared(boolean oldEnds) {
        this.oldEnds = oldEnds;
    }

    /** The server has prepared it. */
    abstract void prepared(int number, int parameters);

    @Override
    final void status(int flags) {}

    @Override
    final boolean take(ByteBuf packet) {
        if (known) {
            return --definitions == 0;
        }
        if (first(packet) == ERROR) {
            refused(Refused.read(packet));
            return true;
        }
        known = true;
        packet.skipBytes(1);
        int number = packet.readIntLE();
        int columns = packet.readUnsignedShortLE();
        int parameters = packet.readUnsignedShortLE();
        definitions = lines(columns) + lines(parameters);
        prepared(number, parameters);
        return definitions == 0;
    }

    private int lines(int size) {
        return size == 0 || !oldEnds ? size : size + 1;
    }
}
