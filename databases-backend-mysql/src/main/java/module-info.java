/** MySQL and MariaDB for {@code dev.databases}: serves the URL schemes {@code mysql} and {@code mariadb}. */
module dev.databases.backend.mysql {
    requires dev.databases;
    requires dev.databases.jasync;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.handler;
    requires static org.jspecify;

    provides dev.databases.spi.BackendProvider with
            dev.databases.backend.mysql.MysqlBackendProvider;
}
