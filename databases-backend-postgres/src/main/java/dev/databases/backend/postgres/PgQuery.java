package dev.databases.backend.postgres;

import dev.databases.error.DatabaseException;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.RowSink;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One statement, run once. */
final class PgQuery extends PgExtended {
    private final CompiledQuery query;

    PgQuery(PgSession session, CompiledQuery query, RowSink sink, @Nullable String begin) {
        super(session, query.statement(), sink, begin);
        this.query = query;
    }

    @Override
    protected Progress write(ByteBuf out) {
        int start = out.writerIndex();
        writeStart(out);
        int body = out.writerIndex();
        try {
            writeRun(out, query.arguments(), mostRows());
        } catch (DatabaseException refused) {
            fail(refused);
            out.writerIndex(body);
        }
        if (out.writerIndex() > start) {
            PgMessages.sync(out);
        }
        return Progress.DONE;
    }

    /** Fewer only where nothing is lost by stopping early. */
    private int mostRows() {
        boolean some = query.maxRows() < Integer.MAX_VALUE && query.statement().kind() == CompiledSql.Kind.READ;
        return some ? (int) query.maxRows() : 0;
    }
}
