/** A backend for H2 in one package: serves the URL scheme {@code h2} by plain JDBC. */
module dev.databases.examples.jdbc {
    requires dev.databases;
    requires java.sql;
    requires com.h2database;
    requires static org.jspecify;

    provides dev.databases.spi.BackendProvider with
            dev.databases.examples.h2.H2BackendProvider;
}
