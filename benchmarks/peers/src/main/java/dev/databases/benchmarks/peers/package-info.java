/**
 * The same workloads on PostgreSQL through this library and through the clients that one would otherwise use, each in a
 * process of its own, in turns. {@link dev.databases.benchmarks.peers.Peers} runs them.
 */
@NullMarked
package dev.databases.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
