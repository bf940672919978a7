package dev.databases;

import dev.databases.error.RowMappingException;
import dev.databases.sql.SqlType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How rows become one record class: its constructor and, for each component, the name and class of its column. */
final class RecordPlan<T> {
    private static final ClassValue<RecordPlan<?>> PLANS = new ClassValue<>() {
        @Override
        protected RecordPlan<?> computeValue(Class<?> type) {
            return of(type, MethodHandles.lookup());
        }
    };

    /** One component; its values are wrapped where it is an Optional. */
    private record Part(String name, Class<?> type, boolean optional) {
        static Part of(RecordComponent component) {
            boolean optional = component.getType() == Optional.class;
            Class<?> type = optional ? inner(component.getGenericType()) : component.getType();
            return new Part(component.getName(), type, optional);
        }

        private static Class<?> inner(Type type) {
            Type argument = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
            return argument instanceof Class<?> plain ? plain : Object.class;
        }

        @Nullable
        Object value(Row row, int position) {
            Object value = row.get(position, type);
            return optional ? Optional.ofNullable(value) : value;
        }
    }

    private final Class<T> type;
    private final MethodHandle constructor;
    private final Part[] parts;

    private RecordPlan(Class<T> type, MethodHandle constructor, Part[] parts) {
        this.type = type;
        this.constructor = constructor;
        this.parts = parts;
    }

    /** Returns the mapper of a class: a record by its components, anything else as the single column of the row. */
    @SuppressWarnings("unchecked") // each class is paired with the plan of that class
    static <T> RowMapper<T> mapper(Class<T> type) {
        return type.isRecord() && SqlType.of(type).isEmpty()
                ? ((RecordPlan<T>) PLANS.get(type)).mapper()
                : single(type);
    }

    private static <T> RowMapper<T> single(Class<T> type) {
        if (SqlType.of(type).isEmpty()) {
            throw new RowMappingException(
                    "rows cannot become " + type.getName() + ": it is neither a record nor the class of a column",
                    "use a record whose components are named like the columns, or a RowMapper",
                    null);
        }
        return row -> {
            if (row.size() != 1) {
                throw new RowMappingException(
                        "a row of " + row.size() + " columns cannot become one " + type.getSimpleName(),
                        "select one column, or ask for a record",
                        null);
            }
            return row.get(0, type);
        };
    }

    static <T> RecordPlan<T> of(Class<T> type, MethodHandles.Lookup lookup) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandle constructor = MethodHandles.privateLookupIn(type, lookup)
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            return new RecordPlan<>(
                    type, constructor, Arrays.stream(components).map(Part::of).toArray(Part[]::new));
        } catch (IllegalAccessException | NoSuchMethodException closed) {
            throw new RowMappingException(
                    "the record " + type.getName() + " is not open to this library",
                    "add to " + type.getModule() + ": opens " + type.getPackageName() + " to dev.databases; or use"
                            + " RowMapper.record(…, MethodHandles.lookup())",
                    closed);
        }
    }

    /** Where the columns of one answer are; in one piece, for a mapper may serve several answers at the same time. */
    private record Found(RowSchema schema, int[] positions) {}

    /** Returns a mapper; it finds the columns when it sees the first row of an answer. */
    RowMapper<T> mapper() {
        return new RowMapper<>() {
            private @Nullable Found last;

            @Override
            public T map(Row row) {
                Found found = last;
                if (found == null || found.schema() != row.schema()) {
                    found = new Found(row.schema(), positionsIn(row.schema()));
                    last = found;
                }
                return make(row, found.positions());
            }
        };
    }

    private int[] positionsIn(RowSchema schema) {
        return Arrays.stream(parts)
                .mapToInt(part -> position(part.name(), schema))
                .toArray();
    }

    private int position(String name, RowSchema schema) {
        String snake = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        for (String candidate : new String[] {name, snake, name.toLowerCase(Locale.ROOT)}) {
            if (schema.has(candidate)) {
                return schema.position(candidate);
            }
        }
        throw new RowMappingException(
                "the record " + type.getSimpleName() + " has a component \"" + name
                        + "\", the row has no such column; it" + " has " + schema.names(),
                "name the column like the component, with a label or AS",
                null);
    }

    @SuppressWarnings("unchecked") // the constructor makes that class
    private T make(Row row, int[] positions) {
        @Nullable Object[] values = new @Nullable Object[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts[i].value(row, positions[i]);
        }
        try {
            return (T) constructor.invokeExact(values);
        } catch (Error serious) {
            throw serious;
        } catch (Throwable thrown) { // the record's own checks refused the values
            throw new RowMappingException(
                    "the record " + type.getSimpleName() + " refused the values of a row: " + thrown.getMessage(),
                    null,
                    thrown);
        }
    }
}
