package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.sql.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Walk} that meets values: gives every node a slot and puts types and numbers of values, never the
 * values, among the tokens.
 */
final class WalkValues {
    private final Tokens tokens;
    private final Map<String, ?> values;
    private final boolean pads;
    private final Slots slots = new Slots();
    private List<String> bound = List.of();
    private int placeholders;

    /**
     * Creates the part.
     *
     * @param values the values of the call
     * @param pads whether lists get more placeholders than values
     */
    WalkValues(Tokens tokens, Map<String, ?> values, boolean pads) {
        this.tokens = tokens;
        this.values = values;
        this.pads = pads;
    }

    Map<String, ?> values() {
        return values;
    }

    Slots slots() {
        return slots;
    }

    /** The names of the parameters that were met. */
    List<String> bound() {
        return bound;
    }

    int placeholders() {
        return placeholders;
    }

    /** A column that takes its value from those of the call. */
    void named() {
        placeholders++;
    }

    void value(Node.Value<?> value) {
        placeholders++;
        if (isNew(value)) {
            tokens.add(Mark.VALUE);
            tokens.add(Values.typeOf(value.type(), value.value()));
        }
    }

    void choices(Node.Choices<?> choices) {
        int padded = padded(choices.values().size());
        placeholders += padded;
        if (isNew(choices)) {
            tokens.add(Mark.CHOICES);
            tokens.add(Values.elementType(choices.type(), choices.values()));
            tokens.add(padded);
        }
    }

    /** Gives a node its slot, or refers back to the slot that it has. */
    private boolean isNew(Object node) {
        int slot = slots.add(node);
        if (slot >= 0) {
            tokens.add(Mark.AGAIN);
            tokens.add(slot);
            return false;
        }
        return true;
    }

    void bind(Node.Bind<?> bind) {
        placeholders++;
        tokens.add(Mark.BIND);
        tokens.add(bind.name());
        tokens.add(Values.typeOf(bind.type(), bound(bind)));
    }

    void boundChoices(Node.Bind<?> bind) {
        if (!(bound(bind) instanceof Collection<?> collection)) {
            throw new CompilationException(
                    "parameter " + bind.name() + " stands behind IN: its value must be a collection");
        }
        int padded = padded(collection.size());
        placeholders += padded;
        tokens.add(Mark.CHOICES);
        tokens.add(bind.name());
        tokens.add(Values.elementType(bind.type(), collection));
        tokens.add(padded);
    }

    private @Nullable Object bound(Node.Bind<?> bind) {
        Object value = values.get(bind.name());
        if (value == null && !values.containsKey(bind.name())) {
            throw ValueErrors.missing(bind.name(), values.keySet());
        }
        if (bound.isEmpty()) {
            bound = new ArrayList<>(values.size());
        }
        if (!bound.contains(bind.name())) {
            bound.add(bind.name());
        }
        return value;
    }

    /** How many placeholders a list gets: the next power of two, so that a few lengths make few statements. */
    int padded(int values) {
        return !pads || values < 3 ? values : Integer.highestOneBit(values - 1) << 1;
    }
}
