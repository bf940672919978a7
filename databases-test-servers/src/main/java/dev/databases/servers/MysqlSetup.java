package dev.databases.servers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a MySQL or MariaDB server is started with: options, and statements for its first start. Made by {@link MysqlKind},
 * changed by tests before {@link #start()}.
 *
 * <p>By default the server listens on 127.0.0.1 and on the Unix socket {@code mysql.sock} in its own folder, does not wait
 * for the disk, encrypts if it is asked to, and lets {@code root} of this machine in without a password.
 */
public final class MysqlSetup {
    private final MysqlKind kind;
    private final MysqlBinaries binaries;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> statements = new ArrayList<>();

    MysqlSetup(MysqlKind kind, MysqlBinaries binaries) {
        this.kind = kind;
        this.binaries = binaries;
        statements.add("CREATE DATABASE test");
        set("bind-address", "127.0.0.1");
        set("character-set-server", "utf8mb4");
        set("max-allowed-packet", "64M");
        set("max-connections", "200");
        set("innodb-buffer-pool-size", "64M");
        set("innodb-flush-log-at-trx-commit", "0");
        set("innodb-doublewrite", "0");
        set("secure-file-priv", "");
        set("skip-log-bin", "");
        if (kind == MysqlKind.MYSQL) {
            set("mysqlx", "OFF");
            set("innodb-redo-log-capacity", "32M");
        } else {
            set("innodb-log-file-size", "32M");
            Certificates certificates = Certificates.shared(); // it would make its own at each start, for seconds
            set("ssl-cert", certificates.certificate().toString());
            set("ssl-key", certificates.key().toString());
        }
    }

    /**
     * Sets an option of the server.
     *
     * @param name such as {@code sql-mode}
     * @param value its value; empty for an option that takes none
     * @return this
     */
    public MysqlSetup set(String name, String value) {
        options.put(name, value);
        return this;
    }

    /**
     * Adds a statement that the server runs, as its superuser, when it starts for the first time.
     *
     * @param sql such as {@code CREATE USER app IDENTIFIED BY 'secret'}, on one line
     * @return this
     */
    public MysqlSetup run(String sql) {
        statements.add(sql);
        return this;
    }

    /**
     * Lets the server not encrypt at all.
     *
     * @return this
     */
    public MysqlSetup withoutTls() {
        options.keySet().removeIf(each -> each.startsWith("ssl-"));
        return kind == MysqlKind.MYSQL ? set("tls-version", "") : set("skip-ssl", "");
    }

    /**
     * Starts the server and waits until it takes connections.
     *
     * @return the server, to be closed
     * @throws IllegalStateException if it does not start; its log is part of the message
     */
    public MysqlServer start() {
        List<String> lines = options.entrySet().stream()
                .map(each -> "--" + each.getKey() + (isFlag(each) ? "" : "=" + each.getValue()))
                .toList();
        return MysqlServer.of(kind, MysqlProcess.start(binaries, lines, statements));
    }

    private static boolean isFlag(Map.Entry<String, String> option) {
        return option.getKey().startsWith("skip-");
    }
}
