package dev.databases.servers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server is started with: settings of postgresql.conf and lines of pg_hba.conf. Made by {@link PostgresServer},
 * changed by tests before {@link #start()}.
 *
 * <p>By default the server listens on 127.0.0.1 and on a Unix socket in its own folder, does not wait for the disk, and
 * lets everybody in without a password.
 */
public final class PostgresSetup {
    private final PostgresBinaries binaries;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> access = new ArrayList<>();

    PostgresSetup(PostgresBinaries binaries) {
        this.binaries = binaries;
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("fsync", "off");
        settings.put("synchronous_commit", "off");
        settings.put("full_page_writes", "off");
        settings.put("max_connections", "200");
        settings.put("shared_buffers", "32MB");
        settings.put("lc_messages", "C");
        settings.put("log_min_messages", "log");
        settings.put("max_prepared_transactions", "10");
    }

    /**
     * Sets what postgresql.conf may set.
     *
     * @param name the setting
     * @param value its value, without quotes
     * @return this
     */
    public PostgresSetup set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /**
     * Adds a line of pg_hba.conf. The first line that fits counts; the superuser's and, at the end, everybody's way in
     * without a password stand around the added ones.
     *
     * @param line such as {@code host all app 127.0.0.1/32 scram-sha-256}
     * @return this
     */
    public PostgresSetup access(String line) {
        access.add(line);
        return this;
    }

    /**
     * Starts the server and waits until it takes connections.
     *
     * @return the server, to be closed
     * @throws IllegalStateException if it does not start; its log is part of the message
     */
    public PostgresServer start() {
        return PostgresServer.of(PostgresProcess.start(binaries, settings, accessFile()));
    }

    private List<String> accessFile() {
        List<String> lines = new ArrayList<>();
        lines.add("local all all trust");
        lines.add("host all postgres 127.0.0.1/32 trust");
        lines.addAll(access);
        lines.add("host all all 127.0.0.1/32 trust");
        lines.add("host replication all 127.0.0.1/32 trust");
        return lines;
    }
}
