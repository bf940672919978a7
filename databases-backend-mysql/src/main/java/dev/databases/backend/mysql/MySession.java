package dev.databases.backend.mysql;

import dev.databases.backend.mysql.MyAnswer.Ok;
import dev.databases.backend.mysql.MyAnswer.Refused;
import dev.databases.backend.mysql.codec.Codecs;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.jasync.MysqlCapabilities;
import dev.databases.jasync.MysqlGreeting;
import dev.databases.jasync.WireSession;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection.Status;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to MySQL or MariaDB after its login: puts packets together and tells each to the request that it is for.
 * {@link MysqlConnection} submits requests.
 */
final class MySession extends WireSession {
    /** One-shots of others may be sent ahead; servers read them in order. */
    static final int DEPTH = 16;

    private final MysqlGreeting greeting;
    private final MyStatements statements;
    private final Codecs codecs;
    private final Supplier<CompletionStage<Void>> killer;
    private volatile Status status = Status.IDLE;
    private volatile MyVariables variables = MyVariables.USUAL;
    private volatile boolean withoutBackslashEscapes;
    private @Nullable Refused lastWords;

    /**
     * Makes a session.
     *
     * @param killer has the server stop what it does for this session
     */
    MySession(
            MysqlGreeting greeting,
            int statementCacheSize,
            Codecs codecs,
            Supplier<CompletionStage<Void>> killer,
            Events events) {
        super(greeting.channel(), events, DEPTH);
        this.greeting = greeting;
        this.statements = new MyStatements(statementCacheSize);
        this.codecs = codecs;
        this.killer = killer;
    }

    MysqlGreeting greeting() {
        return greeting;
    }

    MyStatements statements() {
        return statements;
    }

    Codecs codecs() {
        return codecs;
    }

    MyVariables variables() {
        return variables;
    }

    void variables(MyVariables found) {
        variables = found;
    }

    /** Whether columns and rows end as they did before MySQL 5.7. */
    boolean hasOldEnds() {
        return !greeting.has(MysqlCapabilities.DEPRECATE_EOF);
    }

    Status status() {
        return isOver() ? Status.UNKNOWN : status;
    }

    boolean isIdle() {
        return status == Status.IDLE;
    }

    /** Whether a backslash in a text stands for itself. */
    boolean isWithoutBackslashEscapes() {
        return withoutBackslashEscapes;
    }

    void status(int flags) {
        withoutBackslashEscapes = (flags & Ok.NO_BACKSLASH_ESCAPES) != 0;
        status = (flags & Ok.IN_TRANSACTION) == 0 ? Status.IDLE : Status.IN_TRANSACTION;
    }

    void pauseReading() {
        pause();
    }

    void notice(String text) {
        events().notice(text);
    }

    /** The first request has the answers to all that it has sent; that is its end, or it writes more. */
    void allAnswered(boolean isOver) {
        if (isOver) {
            answered();
        } else {
            writeOn();
        }
    }

    @Override
    protected boolean readMessage(ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < MyPackets.HEADER) {
            return false;
        }
        int length = in.getUnsignedMediumLE(start);
        if (length == MyPackets.LONGEST) {
            return readJoined(in);
        }
        if (in.readableBytes() < MyPackets.HEADER + length) {
            return false;
        }
        in.skipBytes(MyPackets.HEADER);
        read(in.readSlice(length));
        return true;
    }

    /** A payload of several packets, the last of which is shorter than the others. */
    private boolean readJoined(ByteBuf in) {
        int end = in.readerIndex();
        int total = 0;
        int length;
        do {
            if (in.writerIndex() - end < MyPackets.HEADER) {
                return false;
            }
            length = in.getUnsignedMediumLE(end);
            total += length;
            end += MyPackets.HEADER + length;
        } while (length == MyPackets.LONGEST);
        if (in.writerIndex() < end) {
            return false;
        }
        ByteBuf joined = in.alloc().buffer(total);
        try {
            while (in.readerIndex() < end) {
                length = in.readUnsignedMediumLE();
                in.skipBytes(1).readBytes(joined, length);
            }
            read(joined);
        } finally {
            joined.release();
        }
        return true;
    }

    private void read(ByteBuf packet) {
        MyRequest request = (MyRequest) first();
        if (request != null) {
            request.packet(packet);
        } else if (packet.isReadable() && MyAnswer.first(packet) == MyAnswer.ERROR) {
            lastWords = Refused.read(packet);
        } else {
            throw new IllegalStateException("a packet unasked");
        }
    }

    @Override
    protected CompletionStage<Void> askToStop() {
        return killer.get();
    }

    @Override
    protected void writeFarewell(ByteBuf out) {
        MyPackets.quit(out);
    }

    @Override
    protected DatabaseException lossOf(@Nullable Throwable cause) {
        Refused words = lastWords;
        if (words != null) {
            return new ConnectionException(
                    "the server closed the connection: " + words.message() + " [" + words.code() + "]", null, cause);
        }
        String how;
        if (cause == null) {
            how = isOver() ? "it was closed here" : "the server closed it";
        } else {
            how = cause instanceof IOException ? String.valueOf(cause.getMessage()) : "not understood: " + cause;
        }
        return new ConnectionException("the connection was lost: " + how, null, cause);
    }
}
