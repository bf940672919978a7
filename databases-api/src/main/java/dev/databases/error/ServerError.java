package dev.databases.error;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a database server said when it refused a statement; a backend fills it in, {@link QueryException} carries it.
 *
 * @param message the server's own words, one line
 * @param sqlState the five characters of SQLSTATE, null where the server has none
 * @param vendorCode the server's own number, 0 where it has none
 * @param retryable whether the same work may well succeed when it is run again from the start of its transaction (a
 *     deadlock, a serialization failure, a busy database)
 */
public record ServerError(String message, @Nullable String sqlState, int vendorCode, boolean retryable)
        implements Serializable {
    /** How the error reads in the first line of a message: the server's words, then its codes. */
    String inOneLine() {
        String line = DatabaseException.shortened(message.replaceAll("\\s*\\R\\s*", " "));
        if (sqlState != null) {
            return line + " [" + sqlState + (vendorCode == 0 ? "]" : ", " + vendorCode + "]");
        }
        return vendorCode == 0 ? line : line + " [" + vendorCode + "]";
    }
}
