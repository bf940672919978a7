/**
 * Database servers for the tests of this build: {@link dev.databases.servers.PostgresExtension} hands out one server for
 * each JVM, {@link dev.databases.servers.PostgresServer} starts more where a test wants to configure or to kill one.
 */
@NullMarked
package dev.databases.servers;

import org.jspecify.annotations.NullMarked;
