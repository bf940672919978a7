package dev.databases.servers;

import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.mysql.MySQLContainer;

/** MySQL or MariaDB in a container, for {@link MysqlKind} where Docker answers. */
final class MysqlContainer {
    private MysqlContainer() {}

    @SuppressWarnings("resource") // the server closes it
    static MysqlServer start(MysqlKind kind) {
        JdbcDatabaseContainer<?> container =
                kind == MysqlKind.MYSQL ? new MySQLContainer("mysql:9") : new MariaDBContainer("mariadb:11.8");
        container.withUsername("root").withPassword("secret").withDatabaseName("test");
        container.withCommand("--max-allowed-packet=64M", "--character-set-server=utf8mb4");
        container.start();
        String url =
                kind.scheme() + "://root:secret@" + container.getHost() + ":" + container.getMappedPort(3306) + "/test";
        return MysqlServer.at(kind, url, container::stop);
    }
}
