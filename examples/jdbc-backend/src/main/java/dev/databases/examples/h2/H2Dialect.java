package dev.databases.examples.h2;

import dev.databases.config.Feature;
import dev.databases.spi.Dialect;
import dev.databases.sql.SqlType;
import java.util.Optional;
import java.util.Set;

/**
 * H2's SQL as far as it is not ANSI: the compiler asks, and refuses by name whatever needs a feature that is not declared.
 * H2 has no RETURNING, so generated keys come with the answer.
 */
record H2Dialect() implements Dialect {
    /** Words that H2 reserves beside those that the default knows. */
    private static final Set<String> RESERVED =
            Set.of("_rowid_ day hour intersects minus minute month qualify rownum second today top uescape value year"
                    .split(" "));

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.NULLS_ORDER, Feature.AGGREGATE_FILTER, Feature.ADD_CONSTRAINT, Feature.ISOLATION_LEVELS);
    }

    @Override
    public boolean needsQuotes(String identifier) {
        return RESERVED.contains(identifier) || Dialect.super.needsQuotes(identifier);
    }

    /** H2 takes a number without precision for an integer, and a time without for one of whole seconds. */
    @Override
    public Optional<String> typeName(SqlType<?> type) {
        return switch (type.kind()) {
            case NUMERIC -> type.size().isEmpty() ? Optional.of("DECFLOAT") : Dialect.super.typeName(type);
            case TEXT -> type.size().isEmpty() ? Optional.of("VARCHAR") : Dialect.super.typeName(type);
            case BINARY -> Optional.of("VARBINARY");
            case TIME -> Optional.of("TIME(6)");
            case INTERVAL -> Optional.of("VARCHAR(100)"); // as text: H2's own holds months or seconds, never both
            case ARRAY -> Optional.empty();
            default -> Dialect.super.typeName(type);
        };
    }
}
