package dev.databases.backend.postgres;

import dev.databases.backend.postgres.codec.CellDecoder;
import dev.databases.error.DatabaseException;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.RowSink;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement by the extended protocol: parsed if the server does not have it, described if its columns are not known;
 * before it the begin of a transaction, if one was recorded. What is bound and run how often is up to the subclasses.
 */
abstract class PgExtended extends PgRequest {
    private static final CellDecoder[] NO_DECODERS = {};
    /** What a statement that was prepared when tables were others can fail with before it runs. */
    private static final Set<String> OUTDATED = Set.of("0A", "22", "26", "42");

    private final CompiledSql sql;
    private final RowSink sink;
    private final @Nullable String begin;
    private @Nullable PgRun writing;
    private @Nullable PgRun answering;
    private @Nullable PgColumns columns;
    private CellDecoder[] decoders = NO_DECODERS;
    /** How many statements of control are not answered yet, which stand before the own. */
    private int controls;

    private boolean begun;
    private boolean stale;
    private boolean again;

    PgExtended(PgSession session, CompiledSql sql, RowSink sink, @Nullable String begin) {
        super(session);
        this.sql = sql;
        this.sink = sink;
        this.begin = begin;
    }

    @Override
    protected final String sql() {
        return sql.sql();
    }

    /** Writes what stands before the statement: what has to be closed, and the begin. */
    final void writeStart(ByteBuf out) {
        session().statements().writeCloses(out);
        if (begin != null) {
            if (again) {
                PgMessages.run(out, "ROLLBACK");
                controls++;
            }
            PgMessages.run(out, begin);
            controls++;
        }
    }

    /** Binds and runs the statement, parses it before and has it described if that is necessary. */
    final void writeRun(ByteBuf out, @Nullable Object[] arguments, int mostRows) {
        PgRun run = beginRun(out, arguments, 1);
        int start = run.statement.beginBind(out);
        run.statement.writeArguments(out, arguments, this, 0);
        endRun(out, start, run, mostRows);
    }

    /**
     * Takes or makes the statement for a number of rows, and parses it if that is necessary.
     *
     * @param arguments of a row, which say of which types they are
     */
    final PgRun beginRun(ByteBuf out, @Nullable Object[] arguments, int rows) {
        PgRun run = writing;
        if (run == null || run.statement.rows() != rows) {
            PgStatements statements = session().statements();
            PgStatement found = statements.get(sql, rows, arguments, this);
            if (again && found.isParsed()) {
                statements.forget(found);
                found = statements.get(sql, rows, arguments, this);
            }
            run = new PgRun(found);
            if (run.parses) {
                found.writeParse(out);
            }
        }
        return run;
    }

    /** Ends what was begun with {@link PgStatement#beginBind}, and runs it. */
    final void endRun(ByteBuf out, int bind, PgRun run, int mostRows) {
        PgRun before = writing;
        run.statement.endBind(out, bind, run.known);
        if (run != before && run.known == null) {
            PgMessages.describePortal(out);
        }
        PgMessages.execute(out, mostRows);
        run.sent();
        run.statement.parsed(true);
        if (run != before) {
            writing = run;
            if (before == null) {
                answering = run;
            } else {
                before.add(run);
            }
        }
    }

    /** What stands before an error of one of many rows, counted from 0. */
    String where(int row) {
        return "";
    }

    /** How many rows of arguments what is answered now was run for. */
    final int running() {
        PgRun run = answering();
        return run == null ? 1 : run.statement.rows();
    }

    private @Nullable PgRun answering() {
        PgRun run = answering;
        if (run != null) {
            run = run.current();
            answering = run;
        }
        return run;
    }

    /** Whether what is answered now is the begin. */
    final boolean isBeginning() {
        return controls > 0;
    }

    @Override
    final void parsed() {
        PgRun run = answering();
        if (run != null && !isBeginning()) {
            run.parses = false;
        }
    }

    @Override
    final void bound() {
        PgRun run = answering();
        if (run == null || isBeginning() || run.bound) {
            return;
        }
        run.bound = true;
        begun = true;
        if (run.known != null) {
            take(run.known, false);
        }
    }

    @Override
    final void described(@Nullable ByteBuf in) {
        PgColumns found = in == null ? PgColumns.NONE : PgColumns.read(in, sql);
        PgRun run = answering();
        if (run != null) {
            run.statement.described(found);
        }
        take(found, true);
    }

    private void take(PgColumns found, boolean asText) {
        boolean first = columns == null;
        columns = found;
        decoders = found.decoders(asText);
        if (first && !found.isEmpty()) {
            sink.columns(found.columns());
        }
    }

    @Override
    void row(ByteBuf in) {
        PgColumns found = columns;
        if (drops() || found == null) {
            return;
        }
        @Nullable Object[] row;
        try {
            row = found.row(in, decoders);
        } catch (DatabaseException undecodable) {
            fail(undecodable);
            return;
        }
        if (!sink.row(row)) {
            session().pauseReading();
        }
    }

    @Override
    void ended(ByteBuf tag, int end) {
        if (isBeginning()) {
            controls--;
            return;
        }
        PgRun run = answering();
        if (run != null) {
            run.answered();
        }
        super.ended(tag, end);
    }

    /** One that was parsed before and is refused before it runs is parsed anew the next time, or at once. */
    @Override
    void refused(Map<Character, String> fields) {
        super.refused(fields);
        PgRun run = answering();
        if (run == null) {
            return;
        }
        run.refuse();
        if (!run.statement.isNamed() || isBeginning() || run.bound) {
            return;
        }
        boolean outdated =
                !run.parses && OUTDATED.contains(fields.getOrDefault('C', "XX").substring(0, 2));
        stale = outdated && !begun;
        if (run.parses || outdated) {
            session().statements().forget(run.statement);
        }
    }

    /** Nothing but the begin has run: it can be undone. Otherwise the transaction is aborted, and all of it would have to. */
    @Override
    protected final boolean isStale() {
        return stale && (begin != null || session().isIdle());
    }

    @Override
    protected void again() {
        super.again();
        again = true;
        stale = false;
        writing = null;
        answering = null;
        columns = null;
        controls = 0;
    }
}
