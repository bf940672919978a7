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
    private @Nullable PgStatement statement;
    private @Nullable PgColumns known;
    private @Nullable PgColumns columns;
    private CellDecoder[] decoders = NO_DECODERS;
    /** How many statements of control are not answered yet, which stand before the own. */
    private int controls;

    private boolean parses;
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
    final void writeRun(ByteBuf out, @Nullable Object[] arguments, int mostRows, String where) {
        PgStatement used = statement;
        boolean first = used == null;
        if (used == null) {
            used = session().statements().get(sql, arguments, where);
            known = used.columns();
            parses = !used.isParsed();
        }
        if (first && parses) {
            used.writeParse(out);
        }
        used.writeBind(out, arguments, known, where);
        if (first && known == null) {
            PgMessages.describePortal(out);
        }
        PgMessages.execute(out, mostRows);
        used.parsed(true);
        statement = used;
    }

    /** Whether what is answered now is the begin. */
    final boolean isBeginning() {
        return controls > 0;
    }

    @Override
    final void parsed() {
        parses &= isBeginning();
    }

    @Override
    final void bound() {
        if (isBeginning() || begun) {
            return;
        }
        begun = true;
        if (known != null) {
            take(known, false);
        }
    }

    @Override
    final void described(@Nullable ByteBuf in) {
        PgColumns found = in == null ? PgColumns.NONE : PgColumns.read(in, sql);
        if (statement != null) {
            statement.described(found);
        }
        take(found, true);
    }

    private void take(PgColumns found, boolean asText) {
        columns = found;
        decoders = found.decoders(asText);
        if (!found.isEmpty()) {
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
        } else {
            super.ended(tag, end);
        }
    }

    /** One that was parsed before and is refused before it runs is parsed anew the next time, or at once. */
    @Override
    void refused(Map<Character, String> fields) {
        super.refused(fields);
        PgStatement used = statement;
        if (used == null || !used.isNamed() || isBeginning() || begun) {
            return;
        }
        String state = fields.getOrDefault('C', "XX");
        if (parses) {
            used.parsed(false);
        } else {
            stale = OUTDATED.contains(state.substring(0, 2));
        }
        if (parses || stale) {
            session().statements().forget(used);
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
        statement = null;
        known = null;
        columns = null;
        controls = 0;
    }
}
