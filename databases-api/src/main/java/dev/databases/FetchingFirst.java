package dev.databases;

import dev.databases.spi.Completion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the first row of a statement, mapped; a backend that can stops there. */
final class FetchingFirst<T> extends Operation<Optional<T>> {
    private final RowMapper<T> mapper;
    private boolean seen;
    private @Nullable T first;
    private @Nullable Throwable refused;

    FetchingFirst(DatabaseCore core, Plan.One plan, RowMapper<T> mapper) {
        super(core, plan.atMost(1));
        this.mapper = mapper;
    }

    @Override
    public boolean row(@Nullable Object[] values) {
        if (!seen) {
            seen = true;
            try {
                first = mapper.map(asRow(values));
            } catch (RuntimeException | Error thrown) { // reported by result()
                refused = thrown;
            }
        }
        return true;
    }

    @Override
    Optional<T> result(Completion completion) {
        if (refused != null) {
            throw Failures.thrown(refused);
        }
        return Optional.ofNullable(first);
    }

    @Override
    void forget() {
        seen = false;
        first = null;
        refused = null;
    }
}
