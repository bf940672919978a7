package dev.databases.backend.mysql;

import dev.databases.backend.mysql.MyExtended.Run;
import dev.databases.jasync.MysqlCapabilities;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one run of a {@link MyExtended}. Of several results, as CALL has them, the rows of the first that has rows
 * are wanted. The definitions of columns are read anew only where they are not as the last time.
 */
final class MyRunAnswer extends MyResults {
    /** What a statement that was prepared can fail with before it runs: it is not there, or wants to be prepared again. */
    private static final int UNKNOWN_STATEMENT = 1243;

    private static final int PREPARE_AGAIN = 1615;
    private static final int INTERRUPTED = 1317;
    /** So many bytes come as fast as a connection is made, which it takes to have the server stop. */
    private static final int FEW = 1 << 21;

    private final MyExtended request;
    private final MyStatement used;
    private final Run run;
    private @Nullable MyColumns columns;
    /** The definitions of this answer, null while they are as they were. */
    private @Nullable List<ByteBuf> different;

    private int next;
    private boolean surplus;
    private long count;
    private long skipped;

    MyRunAnswer(MyExtended request, MyStatement used, Run run) {
        super(request.session().hasOldEnds());
        this.request = request;
        this.used = used;
        this.run = run;
    }

    @Override
    void begins(int size) {
        surplus = columns != null;
        different = null;
        next = 0;
        if (surplus) {
            request.session().notice("only the rows of the first result of a CALL are given");
        }
    }

    @Override
    void column(ByteBuf packet) {
        if (surplus) {
            return;
        }
        MyColumns known = used.columns();
        List<ByteBuf> definitions = different;
        if (definitions == null && (known == null || !known.isSame(next, packet))) {
            definitions = first(known, next);
            different = definitions;
        }
        if (definitions != null) {
            definitions.add(Unpooled.copiedBuffer(packet));
        }
        next++;
    }

    private static List<ByteBuf> first(@Nullable MyColumns known, int size) {
        List<ByteBuf> definitions = new ArrayList<>();
        for (int i = 0; known != null && i < size; i++) {
            definitions.add(Unpooled.wrappedBuffer(known.definition(i)));
        }
        return definitions;
    }

    @Override
    void columnsEnd() {
        if (surplus) {
            return;
        }
        MyColumns known = used.columns();
        MyColumns found = different == null && known != null && known.size() == next ? known : read(known);
        columns = found;
        request.tell(found);
    }

    private MyColumns read(@Nullable MyColumns known) {
        MySession session = request.session();
        MyColumns found = MyColumns.read(
                different == null ? first(known, next) : different,
                !used.isText(),
                session.greeting().has(MysqlCapabilities.MARIADB_EXTENDED_METADATA),
                run.sql(),
                session.codecs());
        used.columns(found);
        return found;
    }

    @Override
    void row(ByteBuf packet) {
        MyColumns known = columns;
        if (surplus || known == null) {
            return;
        }
        if (++count > request.mostRows()) {
            skip(packet);
        } else {
            request.took(known, packet);
        }
    }

    private void skip(ByteBuf packet) {
        boolean wereFew = skipped <= FEW;
        skipped += packet.readableBytes();
        if (wereFew && skipped > FEW) {
            request.hasEnough();
        }
    }

    @Override
    void status(int flags) {
        request.session().status(flags);
    }

    @Override
    void ended(Ok ok) {
        request.ended(run, used, ok, count);
        count = 0;
    }

    @Override
    void refused(Refused error) {
        if (skipped > FEW && error.code() == INTERRUPTED) {
            return; // at our own wish
        }
        boolean isOutdated = error.code() == UNKNOWN_STATEMENT || error.code() == PREPARE_AGAIN;
        if (isOutdated && used.isPrepared()) {
            request.outdated(run, used);
        }
        request.refused(error, run);
    }
}
