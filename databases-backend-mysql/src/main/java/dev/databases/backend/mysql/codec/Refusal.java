package dev.databases.backend.mysql.codec;

import java.io.Serial;

/** A value that cannot be given to the server, or taken from it, as it is. Its message never has the value. */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A number that does not fit. */
    static final String NUMBER = "22003";
    /** A date or time that does not fit. */
    static final String DATE = "22007";
    /** A character that cannot be stored. */
    static final String CHARACTER = "22021";
    /** Bytes or a text that are not of their type. */
    static final String FORM = "22018";
    /** A class of values that there is no type for. */
    static final String CLASS = "07006";

    private final String state;

    /**
     * Refuses.
     *
     * @param problem what and why, as it goes on after "parameter 1 " or "column `a` "
     * @param state the SQLSTATE
     */
    Refusal(String problem, String state) {
        super(problem, null, false, false);
        this.state = state;
    }

    String state() {
        return state;
    }
}
