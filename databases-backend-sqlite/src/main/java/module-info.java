/** SQLite for {@code dev.databases}, by sqlite-jdbc: serves the URL scheme {@code sqlite}. */
module dev.databases.backend.sqlite {
    requires dev.databases;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    provides dev.databases.spi.BackendProvider with
            dev.databases.backend.sqlite.SqliteBackendProvider;
}
