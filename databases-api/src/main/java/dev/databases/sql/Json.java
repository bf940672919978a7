package dev.databases.sql;

import java.util.Objects;

/**
 * A JSON document as text. Equal texts are equal documents; whether the database keeps the text as it is, or only what it
 * means, is the database's matter.
 *
 * @param text the document, not checked
 */
public record Json(String text) {
    /**
     * Checks for null.
     *
     * @param text the document
     * @throws NullPointerException if the text is null
     */
    public Json {
        Objects.requireNonNull(text, "text");
    }

    /**
     * Wraps a document.
     *
     * @param text the document
     * @return the value
     */
    public static Json of(String text) {
        return new Json(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
