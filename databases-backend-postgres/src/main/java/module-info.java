/** PostgreSQL for {@code dev.databases}: serves the URL schemes {@code postgresql} and {@code postgres}. */
module dev.databases.backend.postgres {
    requires transitive dev.databases;
    requires dev.databases.jasync;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.handler;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.databases.postgres;

    provides dev.databases.spi.BackendProvider with
            dev.databases.backend.postgres.PostgresBackendProvider;
}
