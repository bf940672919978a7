package dev.databases.testkit.rules;

/** The promises of the library, by number; each is proven by at least one test of the contracts or of the fake backend. */
public enum Rule {
    CORE_01("`execute` counts the rows that a statement inserted, matched or deleted; anything else counts 0."),
    CORE_02(
            "An INSERT of the expression language into a table with a generated key gives that key; no other statement does."),
    CORE_03("`executeMany` sums the counts and gives the generated keys in the order of the rows."),
    CORE_04(
            "`executeMany` is one transaction unless inside one: if a row fails nothing has happened, inside one rows before it may stand until a rollback; the error names the row or its range."),
    CORE_05("`executeMany` of no rows does nothing."),
    CORE_06("`fetchAll` gives all rows in order; a value is found by column, by position, and by name in any case."),
    CORE_07("`fetchOne` gives the first row, and tells no row from a row of NULL."),
    CORE_08("`fetchVal` gives the first column of the first row; no row and NULL are both empty."),
    CORE_09(
            "Values are given by name: for parameters of statements and of text, for lists behind IN, for columns of INSERT and UPDATE."),
    CORE_10(
            "A value that is missing, or that the statement knows nothing of, is refused by its name before anything is sent."),
    CORE_11(
            "Of columns with the same name every value is there by position; asking by the name is an error, never a guess."),
    CORE_12("NULL is a value like another, in both directions."),
    CORE_13(
            "A row becomes a record, or the value of its single column; what does not fit names the column and both classes."),
    CORE_14("An argument that is null is refused by the call itself."),
    CORE_15(
            "Text without a statement, with two, with a NUL character or with quotes that do not end is refused, and harms nothing."),
    CORE_16("A statement that the server refuses fails with a `QueryException` that holds its text."),
    CORE_17(
            "A statement of nearly a megabyte is run; more parameters than the database takes are refused with the number it takes."),
    CORE_18(
            "A value of the wrong class for a column is refused with the column and its class, and never with the value."),
    CORE_19("No error, URL, row, statement or result prints a password or the value of an argument."),
    CORE_20("A violated constraint says which kind it is: unique, foreign key, not null, check."),
    CORE_21("Transaction control in SQL text is refused with a hint."),
    CORE_22("A statement before `connect` or after `disconnect` fails at once and says what to call."),
    CORE_23(
            "`connect`, `disconnect` and `close` can be called twice; `connect` works again after `disconnect`, which waits for what is under way."),
    CORE_24(
            "`join` and blocking verbs fail at once on a backend's own thread; a callback executor takes the callbacks away from it."),
    CORE_25("An option that is unknown or wrong is refused with the known ones; the builder wins over the URL."),
    CORE_26("RETURNING gives rows where the database has it, and is refused by name where it has not."),
    CORE_27(
            "Defaults of the client and of the server fill what an INSERT does not set, `onUpdate` what an UPDATE does not."),
    CORE_28("Creating skips what exists, dropping what does not."),
    CORE_29("Statements are written in the dialect that the server turned out to speak."),
    TYPE_01(
            "A value of every type comes back as it was, as the same Java class, by statement and by SQL text on declared columns."),
    TYPE_02("Many values of every type come back from `executeMany`."),
    TYPE_03("Every type takes NULL and gives it back."),
    TYPE_04("A value that was stored is found by comparing with it."),
    TYPE_05(
            "A value that the database cannot hold is refused, never changed, and harms no other; only what is below a microsecond is cut off."),
    TYPE_06("Arrays come back where the database has them, and are refused by name where it has not."),
    TYPE_07("A computed value of SQL text is given as any class that loses nothing, and as no other."),
    TX_01("A block commits when its stage completes, and completes itself only after the server has confirmed."),
    TX_02(
            "A block rolls back when its body throws, returns null or returns a stage that fails, and fails with that very exception."),
    TX_03(
            "A nested block is a savepoint: its rollback leaves the outer transaction as it was before, its commit waits for the outer one."),
    TX_04("An explicit transaction is reached by its handle only, and ends when its owner says so."),
    TX_05("Ends in the wrong order are errors that change nothing: ended in the right order afterwards, all is well."),
    TX_06("A body that ends before its statements have is rolled back with `UnfinishedWorkException`."),
    TX_07(
            "After its end a transaction refuses every statement and every second end; it never falls back to running outside."),
    TX_08("An option that the database cannot honour is an error, and so is one that a nested transaction asks for."),
    TX_09(
            "A transaction with forced rollback rolls back whatever happens, a database with forced rollback at disconnect."),
    TX_10("A read-only transaction refuses writes."),
    TX_11(
            "After a statement has failed the transaction goes on, or refuses all until a savepoint is rolled back: as the database declares."),
    TX_12("What a transaction has not committed, nobody outside sees."),
    TX_13("The blocking `begin` puts its thread into the transaction until close, which rolls back unless committed."),
    TX_14("A wrapped function runs each of its calls in a transaction of its own."),
    TX_15("Creating a table is undone by a rollback where the database declares so."),
    TX_16("Statements of one transaction run in the order in which they were issued."),
    TX_17("Transactions begun side by side inside one transaction, or on one connection, take turns."),
    TX_18(
            "An outermost transaction with retries is run again, from its beginning, after an error that may be gone by then; not one that was cancelled."),
    TX_19("The error of a use after the end names the places where the transaction was begun, ended and used."),
    TX_20(
            "BEGIN travels with the first statement; refused, that fails unrun, nothing behind it runs outside, and the connection is kept."),
    TX_21(
            "A statement that ends or begins a transaction on the server is an error; nothing is sent behind it, and its connection is dropped."),
    TX_22(
            "A COMMIT that the server refuses or answers with a rollback fails the transaction, and the connection is kept."),
    TX_23(
            "A COMMIT, or a write outside of a transaction, whose answer is lost or does not come in time fails with an error that says that its outcome is unknown; a read does not."),
    CTX_01(
            "The dependents of a foreign future, such as one of `supplyAsync`, that is done later are outside the transaction."),
    CTX_02(
            "The dependents of a foreign future that is done already run at once, inside as the code that registers them; what depends on their statements is outside."),
    CTX_03(
            "The dependents of `Database.all` and `any` are inside the transaction, those of the JDK's own are outside."),
    CTX_04("A stage of ours is inside on any executor; so is `contextExecutor`."),
    CTX_05("New threads, `runAsync` and the like are outside: what is started does not inherit."),
    CTX_06("Two databases nested are two transactions, each with its own context."),
    CTX_07(
            "A statement that comes after the end of its transaction is refused; one that is left queued or running at the end rolls it back."),
    CTX_08("A body that throws, or whose stage fails, is rolled back with that very exception."),
    CTX_09("A body that returns null is rolled back with an error that says so."),
    CTX_10(
            "A stage that is completed by a thread in a transaction of its own is inside ours, and that thread stays in its own."),
    CTX_11("A publisher belongs to the transaction that its subscriber is in; after the end of that it fails."),
    CTX_12("Each subscription to a publisher runs its statement anew."),
    CTX_13("Waiting for a future of ours, or a blocking verb, on a backend's own thread or the timer's fails at once."),
    CTX_14("A callback that throws, an Error too, leaves the context as it was."),
    STREAM_01("The publisher of `iterate` passes the Reactive Streams TCK."),
    STREAM_02("Rows come as they are asked for, never more; what is not asked for is not read."),
    STREAM_03("A stream that is cancelled, whose subscriber throws, or that fails gives its connection back."),
    STREAM_04("A blocking stream gives its connection back when it is closed early, read to its end, or interrupted."),
    STREAM_05("A statement on the same connection from inside `onNext` or `forEach` is an error at once."),
    STREAM_06("A stream that cannot run says so by `onError`, the blocking one by throwing, with the statement."),
    CAN_01("A statement that is cancelled, on its own stage or one that depends on it, stops on the server."),
    CAN_02("A timeout on a stage and the option `query_timeout` stop the statement."),
    CAN_03("An interrupt of a blocking verb stops the statement and leaves the thread interrupted."),
    CAN_04(
            "A statement that is cancelled while it waits for a connection never runs, and takes no connection with it."),
    CAN_05("A transaction that is cancelled is rolled back."),
    CAN_06("What is cancelled while it waits for its turn is not run, and harms nobody before it or behind it."),
    CAN_07("A cancel after the end changes nothing."),
    CAN_08(
            "Wherever a transaction is cancelled, it is there whole or not at all; no connection, no permit to write is lost, every stage completes."),
    CAN_09(
            "A one-shot that the cancel of its neighbour has hit is run again, once; text that may do anything and statements of a transaction never are."),
    CAN_10(
            "A cancel on a connection that several one-shots share ends the one that it is meant for; all others get their own answers."),
    CAN_11(
            "A server that falls silent holds nobody up: each deadline ends what it is for, even where dropping the connection has no effect."),
    POOL_01("Many tasks on few connections lose nothing."),
    POOL_02("A pinned connection keeps the state of its session, and nobody else comes between its statements."),
    POOL_03("A statement that fails costs no connection."),
    POOL_04("Who waits too long for a connection is told how many there are."),
    POOL_05("After `disconnect` no connection is open on the server, whatever was under way."),
    POOL_06(
            "Who waits too long for a connection is told who has had one for longest, and where in the code that was asked for."),
    POOL_07(
            "A task in a transaction or on a pinned connection needs no second one; a thread that could only wait for itself is refused at once."),
    POOL_08(
            "A transaction that its owner has lost is rolled back; its connection and its turn to write are free again."),
    POOL_09("`poolMetrics` counts connections and who waits; when all is done nothing is lent and nobody waits."),
    POOL_10(
            "`disconnect` waits for what is under way; after its deadline statements are cancelled and transactions rolled back."),
    POOL_11("What a pinned connection leaves open is rolled back with it, and nobody else gets that connection."),
    POOL_12(
            "One-shots share a connection as far as the backend bears it, each with its own answer; transactions and text that may do anything have one alone."),
    POOL_13(
            "A connection that is lost, or whose backend throws, fails what is under way on it, and another takes its place."),
    CUT_01(
            "An operation that is cancelled at any point ends, is done wholly or not at all, and leaves nothing open on the server or in the pool."),
    CUT_02(
            "The same if its connection is lost at any point; an error says so, and that of a COMMIT whose answer was lost says that too."),
    CUT_03(
            "The same if an answer never comes and the user gives up: the connection is dropped after `settle_timeout`."),
    CUT_04("The same if the server refuses a statement, a savepoint, a COMMIT or a ROLLBACK."),
    CUT_05(
            "A connection that was lost unnoticed is replaced before it is used, once it has rested for `validate_after`."),
    MODEL_01("Random programs of several tasks get every answer and leave every row that a model in memory does."),
    MODEL_02("The same programs under forced rollback get the same answers, and leave nothing.");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Returns how the rule is called.
     *
     * @return such as {@code CORE-01}
     */
    public String id() {
        return name().replace('_', '-');
    }

    /**
     * Returns what is promised.
     *
     * @return a sentence
     */
    public String sentence() {
        return sentence;
    }
}
