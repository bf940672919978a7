package dev.databases.backend.mysql;

import dev.databases.spi.CompiledBatch;
import dev.databases.spi.RowSink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement for many rows of arguments: run for each. A row waits until the one before it has succeeded. */
final class MyBatch extends MyExtended {
    private final CompiledBatch batch;
    private int given;

    MyBatch(MySession session, CompiledBatch batch, RowSink sink, MyBegin begin) {
        super(session, batch.statement(), sink, begin);
        this.batch = batch;
    }

    @Override
    @Nullable
    Run next() {
        List<@Nullable Object[]> rows = batch.rows();
        if (given == rows.size()) {
            return null;
        }
        @Nullable Object[] arguments = rows.get(given);
        given++;
        return new Run(batch.statement(), arguments, 1, "row " + given + " of " + rows.size() + ": ");
    }

    @Override
    boolean isLast(Run run) {
        return given == batch.rows().size();
    }

    @Override
    protected void again() {
        super.again();
        given = 0;
    }
}
