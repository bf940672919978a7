package dev.databases.core.compile;

import dev.databases.spi.Dialect;
import dev.databases.spi.Dialect.Syntax;
import dev.databases.spi.Limits;
import java.util.Set;

/**
 * What reading SQL text depends on, asked of the dialect once.
 *
 * @param dialect the dialect
 * @param syntax the forms it reads beside the ANSI ones
 * @param numbered whether placeholders are told apart by number, so that one can stand in several places
 * @param mark the first character of a placeholder
 * @param mostParameters how many placeholders a statement may have
 */
record SqlTextRules(Dialect dialect, Set<Syntax> syntax, boolean numbered, char mark, int mostParameters) {
    static SqlTextRules of(Dialect dialect, Limits limits) {
        String first = dialect.placeholder(1);
        boolean numbered = !first.equals(dialect.placeholder(2));
        return new SqlTextRules(dialect, Set.copyOf(dialect.syntax()), numbered, first.charAt(0), limits.parameters());
    }

    boolean has(Syntax form) {
        return syntax.contains(form);
    }
}
