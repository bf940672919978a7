package dev.databases.backend.mysql;

import dev.databases.backend.mysql.MyAnswer.Ok;
import dev.databases.backend.mysql.MyAnswer.Refused;
import dev.databases.error.DatabaseException;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.RowSink;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that are prepared, if the server does not have them yet, and run; before the first the begin of a transaction,
 * if one was recorded. What is run with which arguments is up to the subclasses.
 *
 * <p>An error packet does not tell whether a transaction is still open, so after one that matters the server is asked.
 */
abstract class MyExtended extends MyRequest {
    private static final int NOT_FOR_PREPARING = 1295;
    /** Rows that come soon end a statement that is not wanted any more; others are waited for no longer than this. */
    private static final int MILLIS_TO_END = 100;

    private final CompiledSql sql;
    private final RowSink sink;
    private final MyBegin begin;
    private final MyAftermath aftermath = new MyAftermath(this);
    private @Nullable Run current;
    private @Nullable MyStatement statement;
    private long affected;
    private final List<Object> keys = new ArrayList<>();
    private long rows;
    private boolean told;
    private boolean enough;
    private boolean refused;
    private boolean stale;

    MyExtended(MySession session, CompiledSql sql, RowSink sink, MyBegin begin) {
        super(session);
        this.sql = sql;
        this.sink = sink;
        this.begin = begin;
    }

    /** One run of a statement: for so many rows of arguments, which the words name in errors. */
    record Run(CompiledSql sql, @Nullable Object[] arguments, int rows, String where) {}

    /** The next run, null if there is none. */
    abstract @Nullable Run next();

    /** Whether a run is the last whatever comes of it. */
    abstract boolean isLast(Run run);

    /** How long the command for a run may be. */
    long mostBytes(Run run) {
        return session().variables().maxAllowedPacket();
    }

    /** How many rows are wanted, where nothing is lost by stopping early. */
    long mostRows() {
        return Long.MAX_VALUE;
    }

    /** Whether a run that was refused, and has changed nothing, comes again in smaller parts. */
    boolean splits(Run run) {
        return false;
    }

    /** Whether a run that is too long to be sent comes again in smaller parts. */
    boolean splitsTooLong(Run run) {
        return false;
    }

    @Override
    protected final String sql() {
        return sql.sql();
    }

    // writing

    @Override
    final boolean writeNext(ByteBuf out) {
        session().statements().writeCloses(out);
        if (begin.isRecorded()) {
            begin.write(out, this);
        }
        if (failure() == null && current == null) {
            current = next();
        }
        Run run = current;
        if (run == null || drops()) {
            leave(out);
            return writeEnd(out);
        }
        return writeRun(out, run);
    }

    private boolean writeRun(ByteBuf out, Run run) {
        MyStatement used = statement;
        if (used == null) {
            used = session().statements().get(run.sql(), run.arguments());
            statement = used;
        }
        if (!used.isText() && !used.isPrepared()) {
            MyPackets.prepare(out, run.sql().sql());
            expect(new Preparation(used, run));
            return false;
        }
        if (isOwed() && run.sql().kind() != CompiledSql.Kind.READ) {
            return false;
        }
        return writeRun(out, run, used);
    }

    private boolean writeRun(ByteBuf out, Run run, MyStatement used) {
        int start = out.writerIndex();
        try {
            used.writeRun(out, run.arguments(), session().codecs(), run.where());
        } catch (DatabaseException unsendable) {
            out.writerIndex(start);
            return writeInstead(out, unsendable, splits(run));
        }
        int length = out.writerIndex() - start;
        if (length > mostBytes(run)) {
            out.writerIndex(start);
            DatabaseException tooLong = MyPackets.tooLong(length, mostBytes(run), sql(), run.where());
            return writeInstead(out, tooLong, splitsTooLong(run));
        }
        expect(new MyRunAnswer(this, used, run));
        leave(out);
        return isLast(run) && !isStatusUncertain();
    }

    /** Is done with a run, whether it was sent or not; the server forgets a statement that is not kept. */
    private void leave(ByteBuf out) {
        MyStatement used = statement;
        current = null;
        statement = null;
        if (used != null && !used.isKept() && used.isPrepared()) {
            MyPackets.close(out, used.number());
        }
    }

    /** Goes on after a run that cannot be sent: with a smaller one, or with none. */
    private boolean writeInstead(ByteBuf out, DatabaseException why, boolean isSplit) {
        leave(out);
        if (isSplit) {
            return writeNext(out);
        }
        fail(why);
        return writeEnd(out);
    }

    /** Whether an error would leave open what the connection is in. */
    private boolean isStatusUncertain() {
        return begin.wasWritten() || !session().isIdle() || sql.kind() == CompiledSql.Kind.UNKNOWN;
    }

    private boolean writeEnd(ByteBuf out) {
        if (isOwed()) {
            return false;
        }
        boolean isUncertain = (refused || begin.wasRefused()) && isStatusUncertain();
        return !isUncertain && !aftermath.isUnderWay() || aftermath.write(out, begin);
    }

    // answers

    /** A command of a run was refused. */
    final void refused(Refused error, Run run) {
        refused = true;
        boolean isOfValues = error.state().startsWith("22") || error.state().startsWith("23");
        if (isOfValues && !session().isIdle() && splits(run) || MysqlDialect.isSkipped(error.code(), sql())) {
            return; // comes again, or has made what is there already
        }
        fail(MysqlErrors.of(error.code(), error.state(), error.message(), sql(), run.where()));
    }

    /** The statement of a run was prepared too long ago, and is to be prepared anew. */
    final void outdated(Run run, MyStatement used) {
        session().statements().forget(used);
        stale = run.where().isEmpty();
    }

    /** One run has ended. */
    final void ended(Run run, MyStatement used, Ok ok, long rowsOfResult) {
        affected += affected(run, used, ok, rowsOfResult);
        if (sql.wantsKeys() && ok.key() != 0) {
            long step = session().variables().keyStep();
            long made = used.isUpsert() ? run.rows() : ok.affected(); // a statement can have several rows of its own
            for (long i = 0; i < made; i++) {
                keys.add(ok.key() + i * step);
            }
        }
    }

    /** The server counts a row twice that was there already and was changed; its words have the true number. */
    private static long affected(Run run, MyStatement used, Ok ok, long rowsOfResult) {
        if (rowsOfResult > 0) {
            return used.returnsChanged() ? rowsOfResult : 0;
        }
        if (!used.isUpsert() || ok.affected() <= 1) {
            return ok.affected();
        }
        long said = MyCount.records(ok.text());
        return said >= 0 ? said : Math.min(ok.affected(), run.rows());
    }

    /** The columns of the rows that follow. */
    final void tell(MyColumns columns) {
        if (!told) {
            told = true;
            sink.columns(columns.columns());
        }
    }

    /** A row has come; it is decoded if somebody wants it. */
    final void took(MyColumns columns, ByteBuf packet) {
        rows++;
        if (drops()) {
            return;
        }
        @Nullable Object[] row;
        try {
            row = columns.row(packet);
        } catch (DatabaseException undecodable) {
            fail(undecodable);
            return;
        }
        if (!sink.row(row)) {
            session().pauseReading();
        }
    }

    /** What has come is enough. */
    final void hasEnough() {
        enough = true;
        stopEarly();
    }

    @Override
    protected boolean isRepeatable() {
        return rows == 0;
    }

    @Override
    protected long millisToEnd() {
        return rows == 0 || enough ? 0 : MILLIS_TO_END;
    }

    @Override
    protected final boolean isStale() {
        return stale;
    }

    @Override
    protected void again() {
        super.again();
        begin.again();
        current = null;
        statement = null;
        affected = 0;
        keys.clear();
        rows = 0;
        enough = false;
        aftermath.again();
        refused = false;
        stale = false;
    }

    @Override
    protected Completion completed() {
        return keys.isEmpty() ? Completion.affected(affected) : new Completion(affected, List.copyOf(keys));
    }

    /** The answer to a preparation. */
    private final class Preparation extends MyPrepared {
        private final MyStatement prepared;
        private final Run run;

        Preparation(MyStatement prepared, Run run) {
            super(session().hasOldEnds());
            this.prepared = prepared;
            this.run = run;
        }

        @Override
        void prepared(int number, int parameters) {
            prepared.prepared(number, parameters);
        }

        @Override
        void refused(Refused error) {
            if (error.code() == NOT_FOR_PREPARING && run.arguments().length == 0) {
                prepared.isOnlyText();
            } else {
                session().statements().forget(prepared);
                MyExtended.this.refused(error, run);
            }
        }
    }
}
