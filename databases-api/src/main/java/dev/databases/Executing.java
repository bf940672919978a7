package dev.databases;

import dev.databases.spi.Completion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a statement for its effect: counts, keys, and the rows of a RETURNING clause. */
final class Executing extends Operation<Result> {
    private final List<Row> rows = new ArrayList<>();
    private @Nullable RuntimeException refused;

    Executing(DatabaseCore core, Plan plan) {
        super(core, plan);
    }

    @Override
    public boolean row(@Nullable Object[] values) {
        if (refused == null) {
            try {
                rows.add(asRow(values));
            } catch (RuntimeException thrown) { // reported by result()
                refused = thrown;
            }
        }
        return true;
    }

    @Override
    Result result(Completion completion) {
        if (refused != null) {
            throw refused;
        }
        if (plan.returnsKeys()) {
            List<Object> keys = new ArrayList<>();
            for (Row row : rows) {
                Object key = row.get(0);
                if (key != null) {
                    keys.add(key);
                }
            }
            return new Result(completion.rowsAffected(), List.copyOf(keys), List.of());
        }
        return new Result(completion.rowsAffected(), completion.generatedKeys(), rows);
    }

    @Override
    void forget() {
        rows.clear();
        refused = null;
    }
}
