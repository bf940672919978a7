package dev.databases.backend.mysql.codec;

import io.netty.buffer.ByteBuf;

/** Makes the Java value of a cell; chosen by {@link Codecs#decoder} once a column, used for each of its rows. */
@FunctionalInterface
public interface CellDecoder {
    /**
     * Decodes a cell that is not NULL.
     *
     * @param cell its readable bytes are the cell, without its length; they may be read or only looked at, and are not
     *     kept
     * @return the value
     * @throws RuntimeException if the cell has no value of the wanted type; {@code MysqlErrors} words it
     */
    Object decode(ByteBuf cell);
}
