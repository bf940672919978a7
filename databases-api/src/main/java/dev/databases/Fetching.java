package dev.databases;

import dev.databases.spi.Completion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects all rows of a statement, each mapped as it arrives. After a mapper has thrown, the rest is not mapped. */
final class Fetching<T> extends Operation<List<T>> {
    private final RowMapper<T> mapper;
    private final List<T> rows = new ArrayList<>();
    private @Nullable Throwable refused;

    Fetching(DatabaseCore core, Plan plan, RowMapper<T> mapper) {
        super(core, plan);
        this.mapper = mapper;
    }

    @Override
    @SuppressWarnings("NullAway") // a mapper may make null of a row; the list then holds it
    public boolean row(@Nullable Object[] values) {
        if (refused == null) {
            try {
                rows.add(mapper.map(asRow(values)));
            } catch (RuntimeException | Error thrown) { // reported by result()
                refused = thrown;
            }
        }
        return true;
    }

    @Override
    List<T> result(Completion completion) {
        if (refused != null) {
            throw Failures.thrown(refused);
        }
        return rows;
    }

    @Override
    void forget() {
        rows.clear();
        refused = null;
    }
}
