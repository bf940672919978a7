package dev.databases.backend.mysql;

import dev.databases.jasync.WireRequest;
import dev.databases.spi.Completion;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A request to MySQL: commands, each with its answer. What is sent ahead is run even if what stands before it fails, so a
 * command that must not be waits for the answers. {@link MySession} tells the packets.
 */
abstract class MyRequest extends WireRequest {
    private final MySession session;
    private final Deque<MyAnswer> owed = new ArrayDeque<>();
    private boolean written;

    MyRequest(MySession session) {
        super(session);
        this.session = session;
    }

    final MySession session() {
        return session;
    }

    /**
     * Writes the commands that can be sent now; asked again when all that were sent are answered.
     *
     * @return whether these are the last
     */
    abstract boolean writeNext(ByteBuf out);

    @Override
    protected final Progress write(ByteBuf out) {
        written = writeNext(out);
        if (!written) {
            return Progress.WAITING;
        }
        return owed.isEmpty() ? Progress.OVER : Progress.DONE;
    }

    /** Notes that a command was written. */
    final void expect(MyAnswer answer) {
        owed.add(answer);
    }

    final boolean isOwed() {
        return !owed.isEmpty();
    }

    final void packet(ByteBuf packet) {
        MyAnswer first = owed.peek();
        if (first == null) {
            throw new IllegalStateException("a packet that nobody waits for");
        }
        if (first.take(packet)) {
            owed.remove();
            if (owed.isEmpty()) {
                session.allAnswered(written);
            }
        }
    }

    @Override
    protected void again() {
        owed.clear();
        written = false;
    }

    @Override
    protected @Nullable String sql() {
        return null;
    }

    @Override
    protected Completion completed() {
        return Completion.NONE;
    }

    /** The answer to a command that gives no rows. */
    class Plain extends MyAnswer {
        @Override
        boolean take(ByteBuf packet) {
            takeEnd(packet);
            return true;
        }

        @Override
        void status(int flags) {
            session.status(flags);
        }

        @Override
        void refused(Refused error) {
            fail(MysqlErrors.of(error.code(), error.state(), error.message(), sql(), ""));
        }
    }
}
