/** PostgreSQL for {@code dev.databases}: serves the URL schemes {@code postgresql} and {@code postgres}. */
module dev.databases.backend.postgres {
    requires dev.databases;
    requires io.netty.buffer;
    requires static org.jspecify;
}
