package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledSql.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Learns from the tokens of a text what sort of statement it is: what it may do, whether it is transaction control,
 * whether it is one statement at all. {@link SqlTextParser} feeds it and asks at the end.
 */
final class SqlTextShape {
    private static final int OPENING_WORDS = 3;
    private static final Set<String> CONTROL =
            Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "XA");
    private static final Set<String> SCOPES = Set.of("SESSION", "LOCAL", "GLOBAL");
    /** What can be created with statements inside, each ended by a semicolon. */
    private static final Set<String> WITH_BODY = Set.of("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE", "RULE");

    private static final Set<String> WITHOUT_BODY =
            Set.of("TABLE", "VIEW", "INDEX", "SEQUENCE", "TYPE", "DATABASE", "SCHEMA", "USER", "ROLE", "EXTENSION");

    private final List<String> opening = new ArrayList<>(OPENING_WORDS);
    private boolean empty = true;
    private boolean ended;
    private int second = -1;
    private boolean decided;
    private boolean hasBody;
    private boolean inserts;
    private boolean into;
    private boolean strayInto;
    private boolean autocommit;

    void take(SqlTextToken token, String word, int at) {
        if (token == SqlTextToken.SPACE) {
            return;
        }
        if (ended && second < 0) {
            second = at;
        }
        if (token == SqlTextToken.SEMICOLON) {
            ended = true;
            return;
        }
        empty = false;
        if (opening.size() < OPENING_WORDS && token != SqlTextToken.OPEN) {
            opening.add(word);
        }
        if (!word.isEmpty()) {
            take(word);
        }
    }

    private void take(String word) {
        switch (word) {
            case "INSERT", "MERGE", "REPLACE" -> inserts = true;
            case "INTO" -> {
                into = true;
                strayInto |= !inserts;
                inserts = false;
            }
            case "AUTOCOMMIT" -> autocommit = true;
            default -> decideBody(word);
        }
    }

    /** The first word that names a sort of object tells what a CREATE creates. */
    private void decideBody(String word) {
        if (!decided && !ended) {
            hasBody = WITH_BODY.contains(word) && (isOpenedBy("CREATE") || isOpenedBy("ALTER"));
            decided = hasBody || WITHOUT_BODY.contains(word);
        }
    }

    /** Where a second statement starts, negative if there is none or nobody can tell. */
    int second() {
        return hasBody ? -1 : second;
    }

    boolean isInsert() {
        return isOpenedBy("INSERT") || isOpenedBy("REPLACE");
    }

    Kind kind() {
        return switch (word(0)) {
            case "SELECT", "VALUES" -> into ? Kind.UNKNOWN : Kind.READ;
            case "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE" -> Kind.WRITE;
            // SELECT … INTO creates a table or sets variables of the session, in front of which WITH may stand.
            case "WITH" -> strayInto ? Kind.UNKNOWN : Kind.WRITE;
            default -> Kind.UNKNOWN;
        };
    }

    /** The words that make the statement transaction control, empty if it is none. */
    String control() {
        String first = word(0);
        if (CONTROL.contains(first)) {
            return first;
        }
        boolean pair = first.equals("START") || first.equals("PREPARE");
        if (pair && word(1).equals("TRANSACTION")) {
            return first + " TRANSACTION";
        }
        if (!first.equals("SET")) {
            return "";
        }
        int what = SCOPES.contains(word(1)) ? 2 : 1;
        return word(what).equals("TRANSACTION") ? "SET TRANSACTION" : autocommit ? "SET autocommit" : "";
    }

    private boolean isOpenedBy(String word) {
        return word(0).equals(word);
    }

    private String word(int index) {
        return index < opening.size() ? opening.get(index) : "";
    }

    /**
     * Refuses what must not be sent.
     *
     * @throws CompilationException if there is no statement or more than one
     */
    void check(CharSequence sql) {
        if (empty) {
            throw SqlTextErrors.empty();
        }
        String control = control();
        if (!control.isEmpty()) {
            throw SqlTextErrors.control(control, sql);
        }
        if (second() >= 0) {
            throw SqlTextErrors.several(sql, second);
        }
    }
}
