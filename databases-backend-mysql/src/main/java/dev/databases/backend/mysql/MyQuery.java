package dev.databases.backend.mysql;

import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.RowSink;
import org.jspecify.annotations.Nullable;

/** One statement, run once. */
final class MyQuery extends MyExtended {
    private final CompiledQuery query;
    private boolean given;

    MyQuery(MySession session, CompiledQuery query, RowSink sink, MyBegin begin) {
        super(session, query.statement(), sink, begin);
        this.query = query;
    }

    @Override
    @Nullable
    Run next() {
        if (given) {
            return null;
        }
        given = true;
        return new Run(query.statement(), query.arguments(), 1, "");
    }

    @Override
    boolean isLast(Run run) {
        return true;
    }

    @Override
    long mostRows() {
        return query.statement().kind() == CompiledSql.Kind.READ ? query.maxRows() : Long.MAX_VALUE;
    }

    @Override
    protected void again() {
        super.again();
        given = false;
    }
}
