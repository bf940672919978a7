package dev.databases.backend.mysql;

import dev.databases.config.TransactionOptions;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The begin of a transaction that goes before the first request in it, or none. Its commands are sent at once; what is to
 * run in the transaction waits for their answers.
 */
final class MyBegin {
    private final List<String> commands;
    private boolean written;
    private boolean refused;

    private MyBegin(List<String> commands) {
        this.commands = commands;
    }

    static MyBegin none() {
        return new MyBegin(List.of());
    }

    static MyBegin of(TransactionOptions options) {
        List<String> commands = new ArrayList<>();
        options.isolation().ifPresent(level -> commands.add("SET TRANSACTION ISOLATION LEVEL " + level.sql()));
        commands.add(options.readOnly() ? "START TRANSACTION READ ONLY" : "START TRANSACTION");
        return new MyBegin(commands);
    }

    /** Whether there is a begin that was not sent yet. */
    boolean isRecorded() {
        return !commands.isEmpty() && !written;
    }

    boolean wasWritten() {
        return written;
    }

    boolean wasRefused() {
        return refused;
    }

    void write(ByteBuf out, MyRequest request) {
        written = true;
        for (String command : commands) {
            MyPackets.query(out, command);
            request.expect(request.new Plain() {
                @Override
                void refused(Refused error) {
                    refused = true;
                    super.refused(error);
                }
            });
        }
    }

    /** The request is sent once more; the transaction is open, if it was. */
    void again() {
        written &= !refused;
        refused = false;
    }
}
