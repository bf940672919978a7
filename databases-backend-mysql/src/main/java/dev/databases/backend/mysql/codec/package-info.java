/**
 * Values on their way to MySQL or MariaDB and back: Java values into the bytes of a parameter, the bytes of a cell into
 * Java values, by what the server says of the column.
 */
@NullMarked
package dev.databases.backend.mysql.codec;

import org.jspecify.annotations.NullMarked;
