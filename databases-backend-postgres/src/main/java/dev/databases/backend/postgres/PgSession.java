package dev.databases.backend.postgres;

import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.jasync.Greeting;
import dev.databases.jasync.PostgresCancel;
import dev.databases.jasync.WireSession;
import dev.databases.postgres.Postgres;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection.Status;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connection to PostgreSQL after its login: cuts what arrives into messages and tells each to the request that it is
 * for. {@link PostgresConnection} submits requests.
 */
final class PgSession extends WireSession {
    static final int DEPTH = 64;

    private static final int HEADER = 5;

    private final Greeting greeting;
    private final PgStatements statements;
    private volatile Status status = Status.IDLE;
    private @Nullable Map<Character, String> lastWords;

    /** Makes a session. */
    PgSession(Greeting greeting, int statementCacheSize, Events events) {
        super(greeting.channel(), events, DEPTH);
        this.greeting = greeting;
        this.statements = new PgStatements(statementCacheSize);
    }

    /** What the server said it is. */
    String version() {
        return greeting.parameters().getOrDefault("server_version", "");
    }

    PgStatements statements() {
        return statements;
    }

    Status status() {
        return isOver() ? Status.UNKNOWN : status;
    }

    boolean isIdle() {
        return status == Status.IDLE;
    }

    void pauseReading() {
        pause();
    }

    void goOnWriting() {
        writeOn();
    }

    /** Runs something on the event loop. */
    void run(Runnable work) {
        onLoop(work);
    }

    ByteBuf buffer(int bytes) {
        return channel().alloc().buffer(bytes + HEADER);
    }

    /** Writes beside the line; tells when the socket has taken it, if it does. */
    void write(ByteBuf out, Runnable taken) {
        channel().writeAndFlush(out).addListener(written -> {
            if (written.isSuccess()) {
                run(taken);
            }
        });
    }

    @Override
    protected boolean readMessage(ByteBuf in) {
        if (in.readableBytes() < HEADER) {
            return false;
        }
        int start = in.readerIndex();
        int length = in.getInt(start + 1);
        if (length < Integer.BYTES) {
            throw new IllegalStateException("a message of " + length + " bytes");
        }
        if (in.readableBytes() - 1 < length) {
            return false;
        }
        int end = start + 1 + length;
        in.readerIndex(start + HEADER);
        read(in.getByte(start), in, end);
        in.readerIndex(end);
        return true;
    }

    private void read(byte type, ByteBuf in, int end) {
        PgRequest request = (PgRequest) first();
        switch (type) {
            case 'N' -> tell(PgMessages.fields(in, end));
            case 'S' -> {} // a setting that has changed
            case 'A' -> hear(in);
            case 'E' -> refused(request, PgMessages.fields(in, end));
            default -> {
                if (request == null) {
                    throw new IllegalStateException("message " + (char) type + " unasked");
                }
                answer(type, request, in, end);
            }
        }
    }

    private void hear(ByteBuf in) {
        if (events() instanceof Listeners.Hearing listeners) {
            int process = in.readInt();
            String channel = PgMessages.text(in);
            listeners.heard(new Postgres.Notification(channel, PgMessages.text(in), process));
        }
    }

    private void answer(byte type, PgRequest request, ByteBuf in, int end) {
        switch (type) {
            case 'D' -> request.row(in);
            case 'C' -> request.ended(in, end);
            case 'Z' -> ready(in.readByte());
            case '1' -> request.parsed();
            case '2' -> request.bound();
            case 'T' -> request.described(in);
            case 'n' -> request.described(null);
            case 's' -> request.suspended();
            case '3', 't', 'I' -> {} // closed, parameters, an empty text
            case 'G', 'H' -> beginCopy(request, type == 'G');
            case 'd' -> request.copied(in, end);
            case 'c' -> request.endsCopy();
            default -> throw new IllegalStateException("message " + (char) type);
        }
    }

    private void ready(byte state) {
        status = switch (state) {
            case 'I' -> Status.IDLE;
            case 'T' -> Status.IN_TRANSACTION;
            case 'E' -> Status.FAILED_TRANSACTION;
            default -> throw new IllegalStateException("transaction state " + (char) state);
        };
        answered();
    }

    /** A fatal error is the last thing that the server says. */
    private void refused(@Nullable PgRequest request, Map<Character, String> fields) {
        String severity = severity(fields);
        if (severity.equals("FATAL") || severity.equals("PANIC")) {
            lastWords = fields;
        } else if (request != null) {
            request.refused(fields);
        } else {
            tell(fields);
        }
    }

    /** What nobody has asked for goes to the log; the severity may be in the server's own language. */
    private void tell(Map<Character, String> fields) {
        String severity = severity(fields);
        String text = fields.getOrDefault('S', severity) + ": " + fields.getOrDefault('M', "");
        if (severity.equals("WARNING") || severity.equals("ERROR")) {
            events().warning(text);
        } else {
            events().notice(text);
        }
    }

    private static String severity(Map<Character, String> fields) {
        return fields.getOrDefault('V', fields.getOrDefault('S', ""));
    }

    private void beginCopy(PgRequest request, boolean in) {
        if (!request.beginsCopy(in)) {
            refuseCopy(request, in);
        }
    }

    @Override
    protected void hasReadAll() {
        PgRequest request = (PgRequest) first();
        if (request != null) {
            request.hasReadAll();
        }
    }

    /** A server that waits for data has not heeded a Sync that was sent already. */
    private void refuseCopy(PgRequest request, boolean in) {
        request.refuseCopy();
        if (in) {
            ByteBuf out = channel().alloc().buffer(64);
            PgMessages.copyFail(out, "COPY is not possible by a statement");
            if (request.isLast()) {
                PgMessages.sync(out);
            }
            writeNow(out);
        }
    }

    @Override
    protected CompletionStage<Void> askToStop() {
        return PostgresCancel.ask(greeting);
    }

    @Override
    protected void writeFarewell(ByteBuf out) {
        PgMessages.terminate(out);
    }

    @Override
    protected DatabaseException lossOf(@Nullable Throwable cause) {
        Map<Character, String> words = lastWords;
        if (words != null) {
            return new ConnectionException(
                    "PostgreSQL closed the connection: " + words.getOrDefault('M', "") + " ["
                            + words.getOrDefault('C', "") + "]",
                    null,
                    cause);
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
