package dev.databases.backend.sqlite;

/**
 * A value that SQLite could not give back as it is: {@link SqliteArguments} throws it, whoever knows the statement makes a
 * {@link dev.databases.error.QueryException} of it.
 */
final class SqliteRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** A number that does not fit. */
    static final String NUMBER = "22003";
    /** A date that does not fit. */
    static final String DATE = "22008";
    /** A character that cannot be stored. */
    static final String CHARACTER = "22021";
    /** More or fewer arguments than parameters. */
    static final String COUNT = "07001";
    /** A class of values that there is no type for. */
    static final String CLASS = "07006";

    private final String state;

    /**
     * Refuses.
     *
     * @param problem what and why, never the value itself
     * @param state the SQLSTATE
     */
    SqliteRefusal(String problem, String state) {
        super(problem);
        this.state = state;
    }

    String state() {
        return state;
    }
}
