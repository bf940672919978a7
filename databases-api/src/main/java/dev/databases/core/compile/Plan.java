package dev.databases.core.compile;

import dev.databases.spi.CompiledSql;
import dev.databases.sql.Expression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a structure compiles to: the SQL, and where each argument comes from. Kept by {@link StatementCache}. */
final class Plan {
    private static final @Nullable Object[] NONE = {};

    private final CompiledSql statement;
    private final Source[] sources;
    private final List<Expression<?>> keys;
    private final boolean hasLists;
    /** How many names there are if each argument is the value of another name, else -1. */
    private final int names;

    /** Whether it was of use since the cache last looked at it; races lose nothing but a second chance. */
    boolean used;

    /**
     * Makes a plan.
     *
     * @param keys the generated keys that the compiler asks for, empty if it does not
     */
    Plan(CompiledSql statement, List<Source> sources, List<Expression<?>> keys) {
        this.statement = statement;
        this.sources = sources.toArray(Source[]::new);
        this.keys = keys;
        this.hasLists = sources.stream().anyMatch(Source::isOfBoundList);
        long distinct = sources.stream()
                .filter(Source::isNamed)
                .map(Source::name)
                .distinct()
                .count();
        this.names = distinct == sources.size() ? (int) distinct : -1;
    }

    CompiledSql statement() {
        return statement;
    }

    List<Expression<?>> keys() {
        return keys;
    }

    @Nullable
    Object[] arguments(Slots slots, Map<String, ?> values) {
        if (sources.length == 0) {
            return NONE;
        }
        @Nullable Object[] arguments = new Object[sources.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = sources[i].argument(slots, values);
        }
        return arguments;
    }

    /** The arguments of a row that the plan was not made for. */
    @Nullable
    Object[] argumentsOfRow(Slots slots, Map<String, ?> values) {
        for (int i = 0; hasLists && i < sources.length; i++) {
            sources[i].check(values, lastPlace(i));
        }
        return arguments(slots, values);
    }

    /** Whether each of so many names has given an argument, none of them null; true saves a look at the names. */
    boolean isFilledByNames(int count, @Nullable Object[] arguments) {
        if (names != count) {
            return false;
        }
        for (Object argument : arguments) {
            if (argument == null) {
                return false;
            }
        }
        return true;
    }

    /** How many places the list of a placeholder has. */
    private int lastPlace(int position) {
        int last = position;
        while (last + 1 < sources.length && sources[last + 1].index() == sources[last].index() + 1) {
            last++;
        }
        return sources[last].index() + 1;
    }
}
