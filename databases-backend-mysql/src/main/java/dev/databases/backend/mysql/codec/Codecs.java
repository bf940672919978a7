package dev.databases.backend.mysql.codec;

import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The door of this package: how parameters are written, and who reads the cells of a column. Any number of connections and
 * threads share one.
 */
public final class Codecs {
    private final Decoders decoders;
    private final Encoders encoders;

    /**
     * For the connections of one backend.
     *
     * @param zone the time zone that their sessions have at the server
     */
    public Codecs(ZoneId zone) {
        Zoned zoned = new Zoned(zone);
        this.decoders = new Decoders(zoned);
        this.encoders = new Encoders(zoned);
    }

    /**
     * Tells how many bytes a cell has in the binary protocol.
     *
     * @param type the type of the column, as the protocol numbers it
     * @return the number; 0 if it stands before each cell, as a length-encoded integer
     */
    public static int width(int type) {
        return WireType.width(type);
    }

    /**
     * Tells what a column of SQL text is in Java.
     *
     * @param column the column
     * @return the type; ANY if each value tells
     */
    public static SqlType<?> typeOf(ColumnDefinition column) {
        return Naturals.typeOf(column);
    }

    /**
     * Chooses who reads the cells of a column.
     *
     * @param column the column
     * @param binary whether the answer is in the binary protocol, otherwise its cells are text
     * @param wanted what they are to the statement, {@link SqlType#ANY} where the server's type counts
     * @return the decoder, for any number of cells and threads
     */
    public CellDecoder decoder(ColumnDefinition column, boolean binary, SqlType<?> wanted) {
        return decoders.of(column, binary, wanted);
    }

    /**
     * Tells which type the server is told that a parameter has.
     *
     * @param type what it is to the statement; ANY if the class of the value tells
     * @param value the value, null for NULL
     * @return two bytes, the lower one first: the type as the protocol numbers it, and whether it has no sign
     */
    public static int parameterType(SqlType<?> type, @Nullable Object value) {
        return Encoders.typeOf(type, value);
    }

    /**
     * Writes a parameter as a value of {@link #parameterType}, with its length where that has one.
     *
     * @param type what it is to the statement; ANY if the class of the value tells
     * @param value the value, not null
     * @param out written to its end
     * @throws RuntimeException if the server cannot hold the value; {@code MysqlErrors} words it. What was written until
     *     then is not to be sent
     */
    public void encode(SqlType<?> type, Object value, ByteBuf out) {
        encoders.encode(type, value, out);
    }

    /**
     * Tells what was wrong with a value, in words that do not have the value.
     *
     * @param failure what {@link #encode} or a decoder has thrown
     * @return how the sentence goes on after the name of the column or parameter
     */
    public static String problem(RuntimeException failure) {
        return failure instanceof Refusal refusal && refusal.getMessage() != null
                ? refusal.getMessage()
                : "holds a value that is not of its type (" + failure.getClass().getSimpleName() + ")";
    }

    /**
     * Tells the SQLSTATE for what was wrong with a value.
     *
     * @param failure what {@link #encode} or a decoder has thrown
     * @return five characters
     */
    public static String sqlState(RuntimeException failure) {
        return failure instanceof Refusal refusal ? refusal.state() : Refusal.FORM;
    }
}
