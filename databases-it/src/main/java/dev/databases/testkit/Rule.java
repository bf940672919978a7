package dev.databases.testkit;

/** The promises of the library, by number; each is proven by at least one test of the contracts. */
enum Rule {
    CORE_01("`execute` counts the rows that a statement inserted, matched or deleted; anything else counts 0."),
    CORE_02("An INSERT of the expression language into a table with a generated key gives that key; no other statement does."),
    CORE_03("`executeMany` sums the counts and gives the generated keys in the order of the rows."),
    CORE_04("`executeMany` is one transaction: if a row fails nothing has happened, and the error names the row or its range."),
    CORE_05("`executeMany` of no rows does nothing."),
    CORE_06("`fetchAll` gives all rows in order; a value is found by column, by position, and by name in any case."),
    CORE_07("`fetchOne` gives the first row, and tells no row from a row of NULL."),
    CORE_08("`fetchVal` gives the first column of the first row; no row and NULL are both empty."),
    CORE_09("Values are given by name: for parameters of statements and of text, for lists behind IN, for columns of INSERT and UPDATE."),
    CORE_10("A value that is missing, or that the statement knows nothing of, is refused by its name before anything is sent."),
    CORE_11("Of columns with the same name every value is there by position; asking by the name is an error, never a guess."),
    CORE_12("NULL is a value like another, in both directions."),
    CORE_13("A row becomes a record, or the value of its single column; what does not fit names the column and both classes."),
    CORE_14("An argument that is null is refused by the call itself."),
    CORE_15("Text without a statement, with two, with a NUL character or with quotes that do not end is refused, and harms nothing."),
    CORE_16("A statement that the server refuses fails with a `QueryException` that holds its text."),
    CORE_17("A statement of a megabyte is run; more parameters than the database takes are refused with the number it takes."),
    CORE_18("A value of the wrong class for a column is refused with the column and its class, and never with the value."),
    CORE_19("No error, row, statement or result prints the value of an argument."),
    CORE_20("A violated constraint says which kind it is: unique, foreign key, not null, check."),
    CORE_21("Transaction control in SQL text is refused with a hint."),
    CORE_22("A statement before `connect` or after `disconnect` fails at once and says what to call."),
    CORE_23("`connect`, `disconnect` and `close` can be called twice; `connect` works again after `disconnect`, which waits for what is under way."),
    CORE_24("`join` and blocking verbs fail at once on a backend's own thread; on a callback executor they work."),
    CORE_25("An option that is unknown or wrong is refused with the known ones; the builder wins over the URL."),
    CORE_26("RETURNING gives rows where the database has it, and is refused by name where it has not."),
    CORE_27("Defaults of the client and of the server fill what an INSERT does not set, `onUpdate` what an UPDATE does not."),
    CORE_28("Creating skips what exists, dropping what does not."),
    POOL_03("A statement that fails costs no connection.");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /** How the rule is called, such as {@code CORE-01}. */
    String id() {
        return name().replace('_', '-');
    }

    String sentence() {
        return sentence;
    }
}
