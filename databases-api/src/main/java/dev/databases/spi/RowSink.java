package dev.databases.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one request; core implements it, the backend calls it on its own thread, never from two threads at
 * once. Nothing in it blocks or throws.
 */
public interface RowSink {
    /** For statements that give no rows. */
    RowSink NONE = new RowSink() {
        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] values) {
            return true;
        }
    };

    /**
     * The shape of the rows that follow; comes once before the first row, and also when there is none. A statement that
     * gives no rows does not call it.
     *
     * @param columns the columns in order
     */
    void columns(List<ResultColumn> columns);

    /**
     * Tells whether it may ever want no more rows, for a backend that then fetches them part by part; asked once, on
     * submitting.
     *
     * @return false if {@link #row} always says true, and the request is not cancelled for having had enough
     */
    default boolean mayPause() {
        return false;
    }

    /**
     * One row.
     *
     * @param values the values in the order of the columns, as the Java types of {@link CompiledSql#results()}; the
     *     array is the sink's to keep
     * @return false if no row may follow until {@link Request#resume()}
     */
    boolean row(@Nullable Object[] values);
}
