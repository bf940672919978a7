package dev.databases.backend.mysql;

import dev.databases.config.Feature;
import dev.databases.error.ConfigurationException;
import dev.databases.spi.Dialect;
import dev.databases.sql.SqlType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SQL of MySQL and of MariaDB. What it says is the same in every sql_mode: names stand between backquotes, and a text
 * with a backslash is written by its bytes.
 *
 * @param mariadb whether it is MariaDB
 * @param major the major version
 * @param minor the minor version; dialects of the same one are equal, so that core keeps its compiled statements
 * @param backslashEscapes whether a backslash in a literal of SQL text escapes, as it does without NO_BACKSLASH_ESCAPES
 */
record MysqlDialect(boolean mariadb, int major, int minor, boolean backslashEscapes) implements Dialect {
    /** The port of a server that nobody has configured. */
    static final int PORT = 3306;
    /** The most parameters of a statement: the protocol counts them in 16 bits. */
    static final int PARAMETERS = 65_535;
    /** The MySQL to compile for where no server was asked. */
    static final MysqlDialect NEWEST_MYSQL = new MysqlDialect(false, 9, 7, true);
    /** The MariaDB to compile for where no server was asked. */
    static final MysqlDialect NEWEST_MARIADB = new MysqlDialect(true, 12, 0, true);

    private static final int LONGEST_IDENTIFIER = 64;
    private static final int NO_SUCH_INDEX = 1091;
    private static final int INDEX_EXISTS = 1061;
    private static final String SKIPS_PRESENT = "/* IF NOT EXISTS */";
    private static final String SKIPS_ABSENT = "/* IF EXISTS */";

    /** Before the version of MariaDB 10, for clients that took its first digit for an error. */
    private static final String DISGUISE = "5.5.5-";

    /** Reserved here, and nowhere else. */
    private static final Set<String> RESERVED = Set.of("""
            accessible asensitive day_hour day_microsecond day_minute day_second delete_domain_id distinctrow
            do_domain_ids dual external float4 float8 hour_microsecond hour_minute hour_second ignore_domain_ids int1
            int2 int3 int4 int8 io_after_gtids io_before_gtids library low_priority manual master_bind
            master_demote_to_replica master_demote_to_slave master_heartbeat_period master_ssl_verify_server_cert
            maxvalue mediumblob mediumtext middleint minute_microsecond minute_second no_write_to_binlog
            optimizer_costs optionally page_checksum parallel parse_vcol_expr portion qualify read_write
            ref_system_id second_microsecond specific sql_after_gtids sql_before_gtids sql_big_result
            sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning stats_auto_recalc
            stats_persistent stats_sample_pages stored tinyblob tinytext varcharacter""".split("\\s+"));

    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

    /** The dialect to compile for where no server was asked. */
    static MysqlDialect offline(String scheme, Optional<String> serverVersion) {
        boolean isMariadb = scheme.equals("mariadb");
        if (serverVersion.isEmpty()) {
            return isMariadb ? NEWEST_MARIADB : NEWEST_MYSQL;
        }
        if (!VERSION.matcher(serverVersion.get()).find()) {
            throw new ConfigurationException(
                    "The option `server_version` is not a version of MySQL or MariaDB", "such as 8.4 or 10.11-MariaDB");
        }
        return of(serverVersion.get() + (isMariadb ? "-MariaDB" : ""));
    }

    /** The dialect of a server by the version that its greeting names, such as {@code 10.11.19-MariaDB-log}. */
    static MysqlDialect of(String serverVersion) {
        boolean isMariadb = serverVersion.toLowerCase(Locale.ROOT).contains("mariadb");
        String version =
                serverVersion.startsWith(DISGUISE) ? serverVersion.substring(DISGUISE.length()) : serverVersion;
        Matcher numbers = VERSION.matcher(version);
        return numbers.find()
                ? new MysqlDialect(
                        isMariadb, Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), true)
                : isMariadb ? NEWEST_MARIADB : NEWEST_MYSQL;
    }

    /** The same for sessions in which a backslash in a literal is one. */
    MysqlDialect withBackslashEscapes(boolean escapes) {
        return new MysqlDialect(mariadb, major, minor, escapes);
    }

    /** The name of the product, for messages. */
    String product() {
        return mariadb ? "MariaDB" : "MySQL";
    }

    private boolean isMariadb(int leastMajor, int leastMinor) {
        return mariadb && (major > leastMajor || major == leastMajor && minor >= leastMinor);
    }

    @Override
    public String name() {
        return mariadb ? "mariadb" : "mysql";
    }

    @Override
    public Set<Feature> features() {
        Set<Feature> features =
                EnumSet.of(Feature.ADD_CONSTRAINT, Feature.ISOLATION_LEVELS, Feature.READ_ONLY_TRANSACTIONS);
        if (mariadb) {
            features.add(Feature.DELETE_RETURNING);
        }
        if (isMariadb(10, 5)) {
            features.add(Feature.INSERT_RETURNING);
        }
        return features;
    }

    @Override
    public Set<Syntax> syntax() {
        return backslashEscapes
                ? Set.of(Syntax.BACKSLASH_ESCAPES, Syntax.BACKTICK_IDENTIFIERS, Syntax.MYSQL_COMMENTS)
                : Set.of(Syntax.BACKTICK_IDENTIFIERS, Syntax.MYSQL_COMMENTS);
    }

    @Override
    public String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public boolean needsQuotes(String identifier) {
        return RESERVED.contains(identifier) || Dialect.super.needsQuotes(identifier);
    }

    @Override
    public int longestIdentifier() {
        return LONGEST_IDENTIFIER;
    }

    @Override
    public Optional<String> typeName(SqlType<?> type) {
        return MysqlTypes.columnName(type);
    }

    @Override
    public Optional<String> castName(SqlType<?> type) {
        return MysqlTypes.castName(type, mariadb);
    }

    @Override
    public String identity(SqlType<?> type) {
        return typeName(type).orElseThrow() + " NOT NULL AUTO_INCREMENT PRIMARY KEY";
    }

    @Override
    public Optional<String> literal(SqlType<?> type, Object value) {
        return MysqlTypes.literal(type, value, mariadb);
    }

    /** MySQL's {@code length} counts bytes. */
    @Override
    public String functionName(String name) {
        return name.equals("length") ? "char_length" : name;
    }

    /** {@code ||} is OR, unless the sql_mode says otherwise. */
    @Override
    public boolean concatenatesByFunction() {
        return true;
    }

    @Override
    public String integerDivision() {
        return "DIV";
    }

    /** Without a precision it has whole seconds, and a column with microseconds does not take it as its default. */
    @Override
    public String currentTimestamp() {
        return "CURRENT_TIMESTAMP(6)";
    }

    @Override
    public String unlimited() {
        return "LIMIT 18446744073709551615";
    }

    @Override
    public String defaultValues() {
        return "() VALUES ()";
    }

    @Override
    public boolean namesTableInDropIndex() {
        return true;
    }

    @Override
    public String skipsPresentIndex() {
        return mariadb ? Dialect.super.skipsPresentIndex() : SKIPS_PRESENT;
    }

    @Override
    public String skipsAbsentIndex() {
        return mariadb ? Dialect.super.skipsAbsentIndex() : SKIPS_ABSENT;
    }

    /**
     * Tells whether a statement has asked for its failure to be skipped: MySQL cannot say that an index is only to be made
     * where there is none, so a comment of the compiler's says it to the backend.
     *
     * @param code the server's number of the error
     * @param sql the statement
     * @return true if it counts as done
     */
    static boolean isSkipped(int code, String sql) {
        return code == INDEX_EXISTS && sql.startsWith("CREATE ") && sql.contains("INDEX " + SKIPS_PRESENT)
                || code == NO_SUCH_INDEX && sql.startsWith("DROP INDEX " + SKIPS_ABSENT);
    }

    @Override
    public String toString() {
        return product() + " " + major + "." + minor;
    }
}
