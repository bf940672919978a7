/**
 * Database servers for the tests of this build: {@link dev.databases.servers.PostgresExtension} and
 * {@link dev.databases.servers.MysqlKind} hand out one server of each kind for each JVM,
 * {@link dev.databases.servers.PostgresServer} and {@link dev.databases.servers.MysqlSetup} start more where a test wants to
 * configure or to kill one.
 */
@NullMarked
package dev.databases.servers;

import org.jspecify.annotations.NullMarked;
