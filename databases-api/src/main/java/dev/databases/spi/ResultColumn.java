package dev.databases.spi;

import dev.databases.sql.SqlType;

/**
 * One column of an answer.
 *
 * @param name the name the server gives it
 * @param type what its values were decoded as; {@link SqlType#ANY} where the value itself tells
 */
public record ResultColumn(String name, SqlType<?> type) {}
