package dev.databases.backend.sqlite;

import dev.databases.config.Feature;
import dev.databases.spi.Dialect;
import dev.databases.sql.SqlType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * SQLite's SQL, and the names by which its column types are told apart again.
 *
 * <p>SQLite keeps the declared type of a column as text, stores what it is given, and only converts by the column's
 * <em>affinity</em>, which it takes from the declared name: INTEGER if it contains INT; else TEXT for CHAR, CLOB or
 * TEXT; else none for BLOB; else REAL for REAL, FLOA or DOUB; else NUMERIC. The names below are chosen so that every
 * kind has its own and no affinity changes what is stored:
 *
 * <ul>
 *   <li>Integers: SMALLINT, INT and BIGINT. INTEGER is only the generated key, which SQLite demands to be spelled so;
 * it
 *       holds 64 bits, so it is read as BIGINT, as it is where others wrote the schema.
 *   <li>Floating point: FLOAT4 for 32 bits, DOUBLE for 64. REAL, as others write it, is 64 bits.
 *   <li>DATE, TIME, TIMESTAMP, TIMESTAMPTZ and UUID have NUMERIC affinity and INTERVAL has INTEGER affinity, which
 * leave
 *       text alone unless the whole of it is a number; none of these is, as it has dashes, colons or a leading P.
 *   <li>JSON can be a number as a whole ({@code 1e5}), so it is JSON TEXT, with TEXT affinity.
 *   <li>NUMERIC(p, s) does convert text that is a number; the backend refuses what would not come back as it was.
 * </ul>
 */
final class SqliteDialect implements Dialect {
    /** The most parameters of a statement, as SQLite is compiled by default. */
    static final int PARAMETERS = 32_766;

    private static final Set<Feature> FEATURES = Set.of(
            Feature.INSERT_RETURNING,
            Feature.UPDATE_RETURNING,
            Feature.DELETE_RETURNING,
            Feature.FULL_JOIN,
            Feature.NULLS_ORDER,
            Feature.AGGREGATE_FILTER,
            Feature.ISOLATION_LEVELS, // all are as good as serializable
            Feature.READ_ONLY_TRANSACTIONS,
            Feature.TRANSACTIONAL_DDL);

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public Set<Feature> features() {
        return FEATURES;
    }

    /** SQLite tells the last rowid without being asked, which is cheaper than a RETURNING clause. */
    @Override
    public GeneratedKeys generatedKeys() {
        return GeneratedKeys.SERVER;
    }

    @Override
    public int longestIdentifier() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<String> typeName(SqlType<?> type) {
        return switch (type.kind()) {
            case INTEGER -> Optional.of("INT");
            case UNSIGNED_BIGINT -> Optional.of("UNSIGNED BIGINT");
            case REAL -> Optional.of("FLOAT4");
            case DOUBLE -> Optional.of("DOUBLE");
            case TIMESTAMPTZ -> Optional.of("TIMESTAMPTZ");
            case JSON -> Optional.of("JSON TEXT");
            case ARRAY -> Optional.empty();
            default -> Dialect.super.typeName(type);
        };
    }

    /** CAST converts by affinity: what is stored as text has to be cast to TEXT, or a date would become its year. */
    @Override
    public Optional<String> castName(SqlType<?> type) {
        return switch (type.kind()) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, UNSIGNED_BIGINT -> Optional.of("INTEGER");
            case REAL, DOUBLE -> Optional.of("REAL");
            case NUMERIC -> Optional.of("NUMERIC");
            case BINARY -> Optional.of("BLOB");
            case TEXT, ENUM, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL, UUID, JSON -> Optional.of("TEXT");
            case ARRAY, ANY -> Optional.empty();
        };
    }

    /** Only this very spelling is the alias of the rowid, which generates keys. */
    @Override
    public String identity(SqlType<?> type) {
        return "INTEGER PRIMARY KEY";
    }

    @Override
    public String unlimited() {
        return "LIMIT -1";
    }

    @Override
    public boolean namesSchemaInReferences() {
        return false;
    }

    /**
     * Tells which type a column was declared with.
     *
     * @param declared the declared type as SQLite reports it, empty for an expression or a column without one
     * @return the type, {@link SqlType#ANY} where the stored value itself has to tell
     */
    static SqlType<?> typeOf(String declared) {
        String name = declared.toUpperCase(Locale.ROOT).strip();
        int open = name.indexOf('(');
        String base = open < 0 ? name : name.substring(0, open).strip();
        return switch (base) {
            case "BOOLEAN", "BOOL" -> SqlType.BOOLEAN;
            case "SMALLINT", "INT2" -> SqlType.SMALLINT;
            case "INT", "INT4" -> SqlType.INTEGER;
            case "INTEGER", "BIGINT", "INT8" -> SqlType.BIGINT;
            case "UNSIGNED BIGINT", "UNSIGNED BIG INT" -> SqlType.UNSIGNED_BIGINT;
            case "FLOAT4" -> SqlType.REAL;
            case "REAL", "FLOAT", "FLOAT8", "DOUBLE", "DOUBLE PRECISION" -> SqlType.DOUBLE;
            case "NUMERIC", "DECIMAL" -> open < 0 ? SqlType.NUMERIC : numeric(name.substring(open));
            case "BLOB" -> SqlType.BINARY;
            case "DATE" -> SqlType.DATE;
            case "TIME" -> SqlType.TIME;
            case "TIMESTAMP", "DATETIME" -> SqlType.TIMESTAMP;
            case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE" -> SqlType.TIMESTAMPTZ;
            case "INTERVAL" -> SqlType.INTERVAL;
            case "UUID" -> SqlType.UUID;
            case "JSON", "JSON TEXT" -> SqlType.JSON;
            default ->
                base.contains("CHAR") || base.contains("TEXT") || base.contains("CLOB") ? SqlType.TEXT : SqlType.ANY;
        };
    }

    /** The type for what stands in parentheses: one or two numbers; anything else is as good as nothing. */
    private static SqlType<?> numeric(String sizes) {
        if (!sizes.matches("\\(\\s*\\d{1,4}\\s*(,\\s*\\d{1,4}\\s*)?\\)")) {
            return SqlType.NUMERIC;
        }
        String[] numbers = sizes.replaceAll("[()\\s]", "").split(",");
        int precision = Integer.parseInt(numbers[0]);
        int scale = numbers.length == 1 ? 0 : Integer.parseInt(numbers[1]);
        return precision < 1 || scale > precision ? SqlType.NUMERIC : SqlType.numeric(precision, scale);
    }
}
