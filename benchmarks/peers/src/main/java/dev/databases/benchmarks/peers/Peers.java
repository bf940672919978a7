package dev.databases.benchmarks.peers;

import dev.databases.servers.PostgresServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how this library compares with other clients of PostgreSQL, as tables in Markdown. Arguments are workloads with
 * the number of callers ({@code one:16}) and names of peers; without any of a kind, all are taken.
 */
public final class Peers {
    private static final List<String> PEERS = List.of(
            "databases", "databases-text", "databases-blocking", "jdbc", "vertx", "vertx-pipelined", "r2dbc", "jasync");
    private static final List<String> WORKLOADS = List.of(
            "one:1",
            "one:16",
            "one:128",
            "twenty:16",
            "insert:1",
            "insert:16",
            "many:1",
            "transaction:1",
            "transaction:16",
            "all:1",
            "stream:1");

    private Peers() {}

    /**
     * Runs workloads.
     *
     * @param arguments which workloads and peers
     * @throws Exception if something cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        List<String> workloads =
                given.stream().filter(word -> word.contains(":")).toList();
        List<String> peers = given.stream().filter(word -> !word.contains(":")).toList();
        try (PostgresServer server = PostgresServer.embedded()
                .set("shared_buffers", "256MB")
                .set("autovacuum", "off")
                .set("jit", "off")
                .set("max_wal_size", "4GB")
                .set("checkpoint_timeout", "1h")
                .start()) {
            URI address = URI.create(server.url());
            run(
                    workloads.isEmpty() ? WORKLOADS : workloads,
                    peers.isEmpty() ? PEERS : peers,
                    address.getHost(),
                    address.getPort());
        }
    }

    private static void run(List<String> workloads, List<String> peers, String host, int port) throws Exception {
        List<Child> children = new ArrayList<>();
        List<String> ratios = new ArrayList<>();
        try (Schema schema = new Schema(host, port)) {
            List<ProcessHandle> servers = CpuTime.servers();
            for (String peer : peers) {
                children.add(new Child(peer, host, port, servers));
            }
            System.out.println("| workload | peer | ops/s | client CPU, µs | total CPU, µs | bytes |");
            System.out.println("|---|---|---|---|---|---|");
            for (String workload : workloads) {
                Contest contest = contest(workload, schema);
                contest.run(children);
                System.out.print(contest.details());
                ratios.addAll(contest.ratios());
            }
        } finally {
            children.forEach(Child::close);
        }
        System.out.println();
        System.out.println("| workload | of | ops/s | client CPU | total CPU | bytes |");
        System.out.println("|---|---|---|---|---|---|");
        ratios.forEach(System.out::println);
    }

    private static Contest contest(String workload, Schema schema) {
        String[] parts = workload.split(":");
        return new Contest(Workload.valueOf(parts[0].toUpperCase(Locale.ROOT)), Integer.parseInt(parts[1]), schema);
    }
}
