package dev.databases.core.transaction;

import dev.databases.spi.CompiledSql;
import java.util.List;
import java.util.stream.IntStream;

/** The text of savepoint statements by depth; the same object each time, so that backends can keep them prepared. */
enum Savepoints {
    SET("SAVEPOINT "),
    RELEASE("RELEASE SAVEPOINT "),
    ROLLBACK_TO("ROLLBACK TO SAVEPOINT ");

    private static final int KEPT = 8;

    private final String verb;
    private final List<CompiledSql> texts;

    Savepoints(String verb) {
        this.verb = verb;
        this.texts = IntStream.range(0, KEPT).mapToObj(this::text).toList();
    }

    CompiledSql at(int depth) {
        return depth < texts.size() ? texts.get(depth) : text(depth);
    }

    private CompiledSql text(int depth) {
        return CompiledSql.of(verb + "databases_" + depth, CompiledSql.Kind.CONTROL, List.of(), List.of());
    }
}
