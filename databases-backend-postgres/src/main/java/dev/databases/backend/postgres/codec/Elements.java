package dev.databases.backend.postgres.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Java list, collection or array as PostgreSQL's arrays are: the length of each dimension, and all elements in a row.
 * The encoders of both forms write it.
 *
 * @param lengths the lengths, none if there is no element
 * @param all the elements, the last dimension's side by side
 */
record Elements(List<Integer> lengths, List<@Nullable Object> all) {
    private static final int MOST_DIMENSIONS = 6;

    /** Whether a value is written as an array; bytes are not. */
    static boolean isArray(@Nullable Object value) {
        return value instanceof Collection<?>
                || value != null && value.getClass().isArray() && !(value instanceof byte[] || value instanceof char[]);
    }

    static Elements of(Object array) {
        List<Integer> lengths = new ArrayList<>();
        @Nullable Object first = array;
        while (isArray(first)) {
            if (lengths.size() == MOST_DIMENSIONS) {
                throw new Refusal("is an array of more than " + MOST_DIMENSIONS + " dimensions", Refusal.ARRAY);
            }
            List<@Nullable Object> outer = list(first);
            lengths.add(outer.size());
            first = outer.isEmpty() ? null : outer.get(0);
        }
        List<@Nullable Object> all = new ArrayList<>();
        collect(array, lengths, 0, all);
        if (all.isEmpty() && lengths.size() > 1) {
            throw new Refusal("is an array of empty arrays, which PostgreSQL does not have", Refusal.ARRAY);
        }
        return new Elements(all.isEmpty() ? List.of() : lengths, all);
    }

    private static void collect(
            @Nullable Object array, List<Integer> lengths, int dimension, List<@Nullable Object> all) {
        List<@Nullable Object> list = isArray(array) ? list(array) : List.of();
        if (!isArray(array) || list.size() != lengths.get(dimension)) {
            throw new Refusal("is an array whose inner arrays are not of one length", Refusal.ARRAY);
        }
        if (dimension == lengths.size() - 1) {
            for (Object element : list) {
                if (isArray(element)) {
                    throw new Refusal("is an array whose inner arrays are not of one length", Refusal.ARRAY);
                }
            }
            all.addAll(list);
        } else {
            list.forEach(inner -> collect(inner, lengths, dimension + 1, all));
        }
    }

    private static List<@Nullable Object> list(@Nullable Object array) {
        if (array instanceof Collection<?> many) {
            return new ArrayList<>(many);
        }
        if (array instanceof @Nullable Object[] objects) {
            return Arrays.asList(objects);
        }
        List<@Nullable Object> boxes = new ArrayList<>();
        for (int i = 0; array != null && i < Array.getLength(array); i++) {
            boxes.add(Array.get(array, i));
        }
        return boxes;
    }
}
