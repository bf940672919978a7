/**
 * The backend of MySQL and MariaDB. {@code MysqlDialect} tells the compiler what the server can say, {@code MysqlOptions}
 * says what the URL may have, {@code MysqlErrors} turns the server's errors into ours; values are the matter of
 * {@code dev.databases.backend.mysql.codec}.
 */
@NullMarked
package dev.databases.backend.mysql;

import org.jspecify.annotations.NullMarked;
