package dev.databases.spi;

import dev.databases.sql.SqlType;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Standard SQL's names of types, reserved words and literals: what {@link Dialect} answers by default. */
final class AnsiNames {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    /** Words that at least one of the usual databases does not take as a column or table name. */
    private static final Set<String> RESERVED = Set.of("""
            add all alter analyse analyze and any array as asc asymmetric authorization autoincrement before
            between bigint binary blob both by call cascade case cast change char character check collate
            collation column commit concurrently condition constraint continue convert create cross cube
            cume_dist current_catalog current_date current_role current_schema current_time current_timestamp
            current_user cursor database databases dec decimal declare default deferrable delayed delete
            dense_rank desc describe deterministic distinct div do double drop each else elseif empty enclosed
            end escape escaped except exists exit explain false fetch first_value float for force foreign freeze
            from full fulltext function generated get glob grant group grouping groups having high_priority if
            ignore ilike in index infile initially inner inout insensitive insert int integer intersect interval
            into is isnull iterate join json_table key keys kill lag last_value lateral lead leading leave left
            like limit linear lines load localtime localtimestamp lock long longblob longtext loop match
            mediumint mod modifies natural not nothing notnull nth_value ntile null nullif numeric of offset on
            only optimize option or order out outer outfile over overlaps partition percent_rank placing
            precision primary procedure purge raise range rank read reads real recursive references regexp
            release rename repeat replace require resignal restrict return returning revoke right rlike row
            row_number rows savepoint schema schemas select sensitive separator session_user set show signal
            similar smallint some spatial sql ssl starting straight_join symmetric system system_user table tablesample
            terminated then tinyint to trailing transaction trigger true undo union unique unlock unsigned
            update usage use user using utc_date utc_time utc_timestamp values varbinary varchar variadic
            varying verbose virtual when where while window with write xor year_month zerofill""".split("\\s+"));

    private AnsiNames() {}

    static boolean isPlain(String identifier) {
        return PLAIN.matcher(identifier).matches() && !RESERVED.contains(identifier);
    }

    static Optional<String> typeName(SqlType<?> type) {
        return switch (type.kind()) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DATE, TIME, TIMESTAMP, INTERVAL, UUID, JSON ->
                Optional.of(type.kind().name());
            case DOUBLE -> Optional.of("DOUBLE PRECISION");
            case UNSIGNED_BIGINT -> Optional.of("NUMERIC(20)");
            case NUMERIC -> Optional.of("NUMERIC" + size(type));
            case TEXT -> Optional.of(type.size().isPresent() ? "VARCHAR" + size(type) : "TEXT");
            case BINARY -> Optional.of("BLOB");
            case TIMESTAMPTZ -> Optional.of("TIMESTAMP WITH TIME ZONE");
            case ENUM -> Optional.of("VARCHAR(" + longestConstant(type) + ")");
            case ARRAY -> type.element().flatMap(AnsiNames::typeName).map(element -> element + " ARRAY");
            case ANY -> Optional.empty();
        };
    }

    private static String size(SqlType<?> type) {
        if (type.size().isEmpty()) {
            return "";
        }
        String scale = type.scale().isPresent() ? ", " + type.scale().getAsInt() : "";
        return "(" + type.size().getAsInt() + scale + ")";
    }

    static int longestConstant(SqlType<?> type) {
        int longest = 1;
        Object[] constants = type.javaType().getEnumConstants();
        for (Object constant : constants == null ? new Object[0] : constants) {
            longest = Math.max(longest, ((Enum<?>) constant).name().length());
        }
        return longest;
    }

    static Optional<String> literal(SqlType<?> type, Object value) {
        return switch (type.kind()) {
            case BOOLEAN -> Optional.of(Boolean.TRUE.equals(value) ? "TRUE" : "FALSE");
            case SMALLINT, INTEGER, BIGINT, UNSIGNED_BIGINT, REAL, DOUBLE, NUMERIC -> Optional.of(value.toString());
            case BINARY, ARRAY, ANY -> Optional.empty();
            case TIMESTAMP ->
                Optional.of(quoted(((LocalDateTime) value).toString().replace('T', ' ')));
            default -> Optional.of(quoted(value.toString()));
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
