package dev.databases;

import dev.databases.spi.ResultColumn;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Node;
import dev.databases.sql.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The shape that all rows of one answer share: names, and the expressions they came from where the statement was one of
 * the expression language. Maps of names are made when the first row is asked by name.
 */
final class RowSchema {
    private static final int AMBIGUOUS = -2;
    private static final int[] NONE = {};

    private final List<ResultColumn> columns;
    private final List<Expression<?>> outputs;
    private final int[] mapped;
    private volatile @Nullable Names known;

    RowSchema(List<ResultColumn> columns, List<Expression<?>> outputs) {
        this.columns = columns;
        this.outputs = outputs;
        this.mapped = mappedPositions(outputs);
    }

    private static int[] mappedPositions(List<Expression<?>> outputs) {
        int count = 0;
        for (int i = 0; i < outputs.size(); i++) {
            count += outputs.get(i).type().isMapped() ? 1 : 0;
        }
        if (count == 0) {
            return NONE;
        }
        int[] positions = new int[count];
        for (int i = outputs.size() - 1; i >= 0; i--) {
            if (outputs.get(i).type().isMapped()) {
                positions[--count] = i;
            }
        }
        return positions;
    }

    /** Makes a row; values of mapped types become what the user sees. */
    Row row(@Nullable Object[] values) {
        for (int position : mapped) {
            Object stored = values[position];
            if (stored != null) {
                values[position] =
                        Values.fromStored(stored, outputs.get(position).type(), name(position));
            }
        }
        return new Row(this, values);
    }

    int size() {
        return columns.size();
    }

    String name(int position) {
        return columns.get(position).name();
    }

    List<String> names() {
        return columns.stream().map(ResultColumn::name).toList();
    }

    /** Returns the position of a name: as it is, else in any case where only one fits. */
    int position(String name) {
        Integer found = find(name);
        if (found == null) {
            throw new NoSuchElementException("no column \"" + name + "\"; there are " + names());
        }
        if (found == AMBIGUOUS) {
            throw new IllegalArgumentException("the name \"" + name + "\" stands at several positions: "
                    + positionsOf(name) + "; ask by position, or give the columns names of their own");
        }
        return found;
    }

    boolean has(String name) {
        Integer found = find(name);
        return found != null && found != AMBIGUOUS;
    }

    private List<Integer> positionsOf(String name) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                found.add(i);
            }
        }
        return found;
    }

    /** Positions by name, as it is and in lower case. */
    private record Names(Map<String, Integer> exact, Map<String, Integer> folded) {}

    private @Nullable Integer find(String name) {
        Names names = known;
        if (names == null) {
            names = new Names(new HashMap<>(), new HashMap<>());
            for (int i = 0; i < size(); i++) {
                names.exact().merge(name(i), i, (first, second) -> AMBIGUOUS);
                names.folded().merge(name(i).toLowerCase(Locale.ROOT), i, (first, second) -> AMBIGUOUS);
            }
            known = names;
        }
        Integer exact = names.exact().get(name);
        return exact != null ? exact : names.folded().get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the position of what was selected: the very expression, an equal column, a label, else its name. */
    int position(Expression<?> expression) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i) == expression || outputs.get(i).equals(expression)) {
                return i;
            }
        }
        if (expression instanceof Node.Label<?> label) {
            return position(label.name());
        }
        if (expression instanceof Column<?> column && (outputs.isEmpty() || has(column.name()))) {
            return position(column.name());
        }
        throw new NoSuchElementException("no such expression in this row: " + expression + "; there are " + names());
    }

    SqlType<?> type(int position) {
        return columns.get(position).type();
    }
}
