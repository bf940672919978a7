package dev.databases.backend.postgres.codec;

import io.netty.buffer.ByteBuf;

/** Writes a parameter; chosen by {@link Codecs#encoder} once a parameter, used for each of its values. */
@FunctionalInterface
public interface CellEncoder {
    /**
     * Writes the bytes of a value, without their number.
     *
     * @param value the value
     * @param out written to its end
     * @throws RuntimeException if PostgreSQL cannot hold the value; {@code PostgresErrors} words it. What was written
     *     until then is not to be sent
     */
    void encode(Object value, ByteBuf out);
}
