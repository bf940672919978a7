package dev.databases.benchmarks.peers;

/**
 * What one turn of a peer gave.
 *
 * @param rate operations a second
 * @param client microseconds of CPU time an operation took in the process of the peer, JIT and GC with it
 * @param server the same in the processes of the server; 0 where that cannot be told
 * @param bytes allocated for one operation
 */
record Reading(double rate, double client, double server, double bytes) {
    double total() {
        return client + server;
    }
}
