package dev.databases.jasync;

/** The bits by which a client and a server of the MySQL protocol agree on what is sent. */
public final class MysqlCapabilities {
    /** An update counts the rows that it finds, not those that it changes. */
    static final long FOUND_ROWS = 1 << 1;

    static final long LONG_FLAG = 1 << 2;
    static final long CONNECT_WITH_DB = 1 << 3;
    static final long PROTOCOL_41 = 1 << 9;
    static final long SSL = 1 << 11;
    static final long TRANSACTIONS = 1 << 13;
    static final long SECURE_CONNECTION = 1 << 15;
    static final long MULTI_RESULTS = 1 << 17;
    static final long PS_MULTI_RESULTS = 1 << 18;
    static final long PLUGIN_AUTH = 1 << 19;
    static final long CONNECT_ATTRIBUTES = 1 << 20;
    static final long LENGTH_ENCODED_AUTH = 1 << 21;
    /** Set by MySQL only; where it is not, MariaDB's own bits are valid. */
    static final long LONG_PASSWORD = 1;
    /** A set of rows ends with an OK packet, and nothing stands between the columns and the rows. */
    public static final long DEPRECATE_EOF = 1 << 24;
    /** MariaDB's column definitions tell types that it has no number for. */
    public static final long MARIADB_EXTENDED_METADATA = 1L << 35;

    private static final long NEEDED = PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH;
    /** Several statements in one text and files of the client are not among them, whatever the server says. */
    private static final long WANTED = NEEDED
            | FOUND_ROWS
            | LONG_FLAG
            | TRANSACTIONS
            | MULTI_RESULTS
            | PS_MULTI_RESULTS
            | CONNECT_ATTRIBUTES
            | LENGTH_ENCODED_AUTH
            | DEPRECATE_EOF
            | MARIADB_EXTENDED_METADATA;

    private MysqlCapabilities() {}

    /** Whether a server is new enough. */
    static boolean suffice(long offered) {
        return (offered & NEEDED) == NEEDED;
    }

    /** What both have; a database and encryption only if they are asked for. */
    static long agree(long offered, MysqlLogin login) {
        long wanted = WANTED;
        if (!login.database().isEmpty()) {
            wanted |= CONNECT_WITH_DB;
        }
        if (login.tls() != null) {
            wanted |= SSL;
        }
        if ((offered & LONG_PASSWORD) != 0) {
            wanted |= LONG_PASSWORD;
        }
        return offered & wanted;
    }
}
