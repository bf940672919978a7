package dev.databases.backend.postgres;

import dev.databases.backend.postgres.codec.Codecs;
import dev.databases.config.Feature;
import dev.databases.spi.Dialect;
import dev.databases.sql.SqlType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's SQL. What the compiler can say so far is the same in all versions that are served, 12 and later; the version
 * is kept for what will not be.
 *
 * <p>JSON columns are made as json, which keeps the text as it is; an unsigned bigint is made as numeric(20), an enum as
 * varchar of its longest name.
 *
 * @param version the major version; dialects of the same one are equal, so that core keeps its compiled statements
 */
record PostgresDialect(int version) implements Dialect {
    /** The version that is compiled for where no server was asked. */
    static final int NEWEST = 18;
    /** The port of a server that nobody has configured. */
    static final int PORT = 5432;
    /** The most parameters of a statement: the protocol counts them in 16 bits. */
    static final int PARAMETERS = 65_535;

    private static final int LONGEST_IDENTIFIER = 63;
    private static final Pattern MAJOR = Pattern.compile("\\d{1,3}");
    private static final Set<Syntax> SYNTAX =
            Set.of(Syntax.ESCAPE_STRINGS, Syntax.DOLLAR_QUOTES, Syntax.NESTED_COMMENTS);
    private static final Set<Feature> FEATURES = Set.of(
            Feature.INSERT_RETURNING,
            Feature.UPDATE_RETURNING,
            Feature.DELETE_RETURNING,
            Feature.ARRAYS,
            Feature.FULL_JOIN,
            Feature.NULLS_ORDER,
            Feature.AGGREGATE_FILTER,
            Feature.ADD_CONSTRAINT,
            Feature.ISOLATION_LEVELS,
            Feature.READ_ONLY_TRANSACTIONS,
            Feature.DEFERRABLE_TRANSACTIONS,
            Feature.TRANSACTIONAL_DDL,
            Feature.ERROR_ABORTS_TRANSACTION);

    /** Functions that take any type, so that a text cannot be told from anything else that is written as one. */
    private static final Set<String> OF_ANY_TYPE = Set.of(
            "array_agg",
            "concat",
            "concat_ws",
            "count",
            "format",
            "json_agg",
            "json_build_array",
            "json_build_object",
            "json_object_agg",
            "jsonb_agg",
            "jsonb_build_array",
            "jsonb_build_object",
            "jsonb_object_agg",
            "num_nonnulls",
            "num_nulls",
            "pg_typeof",
            "quote_literal",
            "quote_nullable",
            "to_json",
            "to_jsonb",
            "unnest");

    /**
     * For a server.
     *
     * @param serverVersion what the server calls {@code server_version}, such as {@code 15.18 (Debian 15.18-1)}
     * @return its dialect; that of the newest version if it is not called by a number
     */
    static PostgresDialect of(String serverVersion) {
        Matcher major = MAJOR.matcher(serverVersion);
        return new PostgresDialect(major.lookingAt() ? Integer.parseInt(major.group()) : NEWEST);
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Set<Feature> features() {
        return FEATURES;
    }

    @Override
    public Set<Syntax> syntax() {
        return SYNTAX;
    }

    @Override
    public String placeholder(int position) {
        return "$" + position;
    }

    @Override
    public int longestIdentifier() {
        return LONGEST_IDENTIFIER;
    }

    @Override
    public Optional<String> typeName(SqlType<?> type) {
        return switch (type.kind()) {
            case BINARY -> Optional.of("BYTEA");
            case ARRAY -> type.element().flatMap(this::typeName).map(element -> element + "[]");
            default -> Dialect.super.typeName(type);
        };
    }

    @Override
    public Optional<String> literal(SqlType<?> type, Object value) {
        return switch (type.kind()) {
            case BOOLEAN -> Dialect.super.literal(type, value);
            case SMALLINT, INTEGER, BIGINT, UNSIGNED_BIGINT, REAL, DOUBLE, NUMERIC -> Optional.of(number(value));
            case ANY -> Optional.empty();
            default -> Codecs.text(value, type).map(PostgresDialect::quoted);
        };
    }

    /** NaN and the infinities are numbers only between quotes. */
    private static String number(Object value) {
        String text = value.toString();
        return Character.isDigit(text.charAt(text.length() - 1)) ? text : quoted(text);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public boolean concatenatesTextsOnly() {
        return true;
    }

    @Override
    public boolean takesAnyType(String function) {
        return OF_ANY_TYPE.contains(function.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean hasIlike() {
        return true;
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version;
    }
}
