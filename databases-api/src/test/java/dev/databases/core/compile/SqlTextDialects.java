package dev.databases.core.compile;

import dev.databases.config.Feature;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Dialects as different as their texts can be, for the tests of SQL text. */
enum SqlTextDialects implements Dialect {
    ANSI(false, EnumSet.noneOf(Syntax.class)),
    POSTGRESQL(true, EnumSet.of(Syntax.ESCAPE_STRINGS, Syntax.DOLLAR_QUOTES, Syntax.NESTED_COMMENTS)),
    MYSQL(false, EnumSet.of(Syntax.BACKSLASH_ESCAPES, Syntax.BACKTICK_IDENTIFIERS, Syntax.MYSQL_COMMENTS)),
    SQLITE(false, EnumSet.of(Syntax.BACKTICK_IDENTIFIERS, Syntax.BRACKET_IDENTIFIERS));

    static final int MOST_PARAMETERS = 20_000;

    private final boolean numbered;
    private final Set<Syntax> syntax;

    SqlTextDialects(boolean numbered, Set<Syntax> syntax) {
        this.numbered = numbered;
        this.syntax = syntax;
    }

    @Override
    public Set<Feature> features() {
        return numbered ? Set.of(Feature.ARRAYS) : Set.of();
    }

    @Override
    public String placeholder(int position) {
        return numbered ? "$" + position : "?";
    }

    @Override
    public Set<Syntax> syntax() {
        return syntax;
    }

    SqlTextCompiler compiler() {
        return new SqlTextCompiler(this, new Limits(1, 1, 1, MOST_PARAMETERS));
    }

    SqlTextRules rules() {
        return SqlTextRules.of(this, new Limits(1, 1, 1, MOST_PARAMETERS));
    }

    /** Compiles with each name as its own value, so that the arguments show which name went where. */
    CompiledQuery compile(String sql, String... names) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names) {
            values.put(name, name);
        }
        return compiler().compile(sql, values);
    }
}
