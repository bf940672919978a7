package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.sql.SqlType;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Which type a value is sent as, and the value as that type. */
final class Values {
    private Values() {}

    /** The type itself, or the one of the value's class where the type is not known. */
    static SqlType<?> typeOf(SqlType<?> type, @Nullable Object value) {
        return type == SqlType.ANY && value != null ? byClass(value) : type;
    }

    /** The same for the values behind IN; the first that is not null tells. */
    static SqlType<?> elementType(SqlType<?> type, Collection<? extends @Nullable Object> values) {
        if (type == SqlType.ANY) {
            for (Object value : values) {
                if (value != null) {
                    return byClass(value);
                }
            }
        }
        return type;
    }

    private static SqlType<?> byClass(Object value) {
        // A constant of an enum with a body has a class of its own.
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        if (value instanceof Collection) {
            throw new CompilationException(
                    "a collection is no value: it stands only behind IN, or needs an array type");
        }
        return SqlType.of(type)
                .orElseThrow(() -> new CompilationException(
                        "no SQL type fits values of " + type.getName(),
                        null,
                        "give the value or the parameter a type"));
    }

    /** The value as the backend wants it. */
    static @Nullable Object stored(SqlType<?> type, @Nullable Object value, String what) {
        return value == null ? null : convert(type, value, what);
    }

    private static <T> @Nullable Object convert(SqlType<T> type, Object value, String what) {
        T typed;
        try {
            typed = type.coerce(value);
        } catch (
                IllegalArgumentException unfit) { // its message is ours without the place; the cause may hold the value
            throw ValueErrors.unfit(what, type, value);
        }
        if (!type.isMapped()) {
            return typed;
        }
        try {
            return type.toStored(typed);
        } catch (RuntimeException failed) { // the caller's function: its message may hold the value
            throw new CompilationException(
                    "the mapping of " + what + " from " + type.javaType().getName() + " failed with "
                            + failed.getClass().getName());
        }
    }
}
