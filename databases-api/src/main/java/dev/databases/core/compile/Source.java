package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.sql.Column;
import dev.databases.sql.Node;
import dev.databases.sql.SqlType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the argument of one placeholder comes from; part of a {@link Plan}, so it holds no value.
 *
 * @param type what it is sent as
 * @param what the column or parameter, for messages
 * @param name the name in the map of values, empty where it does not come from there
 */
record Source(
        Kind kind,
        SqlType<?> type,
        String what,
        String name,
        int slot,
        int index,
        @Nullable Supplier<?> supplier) {
    private enum Kind {
        SLOT,
        CHOICE,
        NAMED,
        NAMED_CHOICE,
        SUPPLIED
    }

    static Source slot(SqlType<?> type, String what, int slot) {
        return new Source(Kind.SLOT, type, what, "", slot, 0, null);
    }

    static Source choice(SqlType<?> type, int slot, int index) {
        return new Source(Kind.CHOICE, type, "a value behind IN", "", slot, index, null);
    }

    static Source parameter(SqlType<?> type, String name) {
        return new Source(Kind.NAMED, type, "parameter " + name, name, 0, 0, null);
    }

    static Source column(Column<?> column) {
        return new Source(Kind.NAMED, column.type(), "column " + column, column.name(), 0, 0, null);
    }

    static Source parameterChoice(SqlType<?> type, String name, int index) {
        return new Source(Kind.NAMED_CHOICE, type, "parameter " + name, name, 0, index, null);
    }

    static Source supplied(Column<?> column, Supplier<?> supplier) {
        return new Source(Kind.SUPPLIED, column.type(), "default of column " + column, "", 0, 0, supplier);
    }

    /** The argument, as the backend wants it. */
    @Nullable
    Object argument(Slots slots, Map<String, ?> values) {
        return Values.stored(type, raw(slots, values), what);
    }

    private @Nullable Object raw(Slots slots, Map<String, ?> values) {
        return switch (kind) {
            case SLOT -> slots.node(slot) instanceof Node.Value<?> value ? value.value() : null;
            case CHOICE -> slots.node(slot) instanceof Node.Choices<?> choices ? at(choices.values()) : null;
            case NAMED -> values.get(name);
            case NAMED_CHOICE -> at(values.get(name));
            case SUPPLIED -> supplier == null ? null : supplier.get();
        };
    }

    /** The value of this place; behind the last value it is repeated, which does not change what IN means. */
    private @Nullable Object at(@Nullable Object values) {
        if (values instanceof List<?> list) {
            return list.get(Math.min(index, list.size() - 1));
        }
        Object found = null;
        int position = 0;
        for (Object value : values instanceof Collection<?> many ? many : List.of()) {
            found = value;
            if (position++ == index) {
                break;
            }
        }
        return found;
    }

    boolean isNamed() {
        return kind == Kind.NAMED;
    }

    /** Whether it is a value of the statement itself; equal sources of this kind are the very same node. */
    boolean isOfValue() {
        return kind == Kind.SLOT;
    }

    boolean isOfBoundList() {
        return kind == Kind.NAMED_CHOICE;
    }

    /** Checks a later row of many against the first, whose collection the statement was written for. */
    void check(Map<String, ?> values, int padded) {
        if (isOfBoundList()
                && !(values.get(name) instanceof Collection<?> many && !many.isEmpty() && many.size() <= padded)) {
            throw new CompilationException(what + " stands behind IN: every row needs a collection of 1 to " + padded
                    + " values, as the first row has it");
        }
    }
}
