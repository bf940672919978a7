package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;

import dev.databases.sql.Expression;
import dev.databases.sql.Insert;
import dev.databases.sql.Select;
import dev.databases.testkit.RandomProgram.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of one task as they must be, in memory. A step is done here first, which gives what the database must
 * answer. Used by one task, whose steps come one after the other.
 */
class ModelTask {
    /** The answer to a step that the database must refuse, since there is a row with that key. */
    static final String VIOLATION = "violation";

    /** How many keys a task has. */
    static final int KEYS = 100;

    private static final int MANY = 3;

    private final long first;
    private SortedMap<Long, String> rows = new TreeMap<>();
    private final boolean errorsAbort;
    private int transactions;

    /**
     * Makes a task without rows.
     *
     * @param first its first key; the next hundred are its own too
     * @param errorsAbort whether a refused statement takes its transaction with it, and so must not be sent in one
     */
    ModelTask(long first, boolean errorsAbort) {
        this.first = first;
        this.errorsAbort = errorsAbort;
    }

    long key(Step step) {
        return first + step.key();
    }

    Insert insert(Step step) {
        return NOTES.insert().set(NOTES.id, key(step)).set(NOTES.text, step.text());
    }

    List<Map<String, Object>> many(Step step) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (long key = key(step); key < key(step) + MANY; key++) {
            all.add(Map.of("id", key, "text", step.text()));
        }
        return all;
    }

    Select<String> texts() {
        return NOTES.select(NOTES.text).where(mine()).orderBy(NOTES.id);
    }

    private Expression<Boolean> mine() {
        return NOTES.id.ge(first).and(NOTES.id.lt(first + KEYS));
    }

    /**
     * Whether the step would be refused where that costs more than itself, or, in the middle of a transaction, may
     * have been done in part.
     */
    boolean isSkipped(Step step) {
        return transactions > 0 && isRefused(step) && (errorsAbort || step.kind() == RandomProgram.Kind.MANY);
    }

    private boolean isRefused(Step step) {
        return switch (step.kind()) {
            case INSERT -> rows.containsKey(key(step));
            case MANY -> many(step).stream().anyMatch(row -> rows.containsKey(row.get("id")));
            default -> false;
        };
    }

    /** Does a step, and returns what the database must answer. */
    Object expected(Step step) {
        if (isRefused(step)) {
            return VIOLATION;
        }
        return switch (step.kind()) {
            case INSERT -> {
                rows.put(key(step), step.text());
                yield 1L;
            }
            case MANY -> {
                many(step).forEach(row -> rows.put((Long) row.get("id"), step.text()));
                yield (long) MANY;
            }
            case UPDATE -> rows.replace(key(step), step.text()) == null ? 0L : 1L;
            case DELETE -> rows.remove(key(step)) == null ? 0L : 1L;
            case FIND -> Optional.ofNullable(rows.get(key(step)));
            default -> List.copyOf(rows.values());
        };
    }

    /** Begins a block; what it returns takes the rows back to what they are now. */
    Runnable enter(Step block) {
        SortedMap<Long, String> before = new TreeMap<>(rows);
        transactions += block.kind() == RandomProgram.Kind.PINNED ? 0 : 1;
        return () -> rows = before;
    }

    void leave(Step block) {
        transactions -= block.kind() == RandomProgram.Kind.PINNED ? 0 : 1;
    }

    static void require(Step step, Object expected, Object answer) {
        if (!Objects.equals(expected, answer)) {
            throw new AssertionError(step + " gave " + answer + " and should have given " + expected);
        }
    }
}
