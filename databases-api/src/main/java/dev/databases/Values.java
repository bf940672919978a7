package dev.databases;

import dev.databases.error.RowMappingException;
import dev.databases.sql.SqlType;
import org.jspecify.annotations.Nullable;

/** Turns single values of rows into what was asked for, or says why not; never changes a value on the way. */
final class Values {
    private Values() {}

    /** Takes a value as a class; null stays null unless the class is primitive. */
    @SuppressWarnings("unchecked") // an instance of the class, boxed where it is primitive
    static <T> @Nullable T as(@Nullable Object value, Class<T> type, String column) {
        if (value == null) {
            if (type.isPrimitive()) {
                throw new RowMappingException(
                        "column \"" + column + "\" is NULL, which a " + type + " cannot be",
                        "ask for the boxed class or for Optional",
                        null);
            }
            return null;
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        SqlType<T> target = SqlType.of(type).orElseThrow(() -> mismatch(value, type, column, null));
        return target.isMapped() ? fromStored(value, target, column) : coerced(value, target, column);
    }

    private static <T> T coerced(Object value, SqlType<T> target, String column) {
        try {
            return target.coerce(value);
        } catch (IllegalArgumentException inexact) {
            throw mismatch(value, target.javaType(), column, inexact);
        }
    }

    static <T> T fromStored(Object stored, SqlType<T> type, String column) {
        try {
            return type.fromStored(stored);
        } catch (RuntimeException refused) {
            throw mismatch(stored, type.javaType(), column, refused);
        }
    }

    private static RowMappingException mismatch(
            Object value, Class<?> wanted, String column, @Nullable Throwable cause) {
        return new RowMappingException(
                "column \"" + column + "\" holds a " + value.getClass().getSimpleName() + ", which is not exactly a "
                        + wanted.getSimpleName(),
                "ask for " + value.getClass().getSimpleName() + " and convert it yourself",
                cause);
    }
}
