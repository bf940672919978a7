package dev.databases.backend.postgres.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an array in binary form: the number of dimensions, whether there are NULLs, the oid of the elements, each
 * dimension's length and first index, and then the elements.
 */
final class BinaryArray implements CellDecoder {
    private static final int MOST_DIMENSIONS = 6;
    private static final int DIMENSION_BYTES = 8;

    private final CellDecoder element;

    BinaryArray(CellDecoder element) {
        this.element = element;
    }

    @Override
    public Object decode(ByteBuf cell) {
        int dimensions = cell.readInt();
        cell.skipBytes(8);
        if (dimensions == 0) {
            return List.of();
        }
        if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
            throw new Refusal("is not an array", Refusal.BINARY);
        }
        int lengths = cell.readerIndex();
        cell.skipBytes(dimensions * DIMENSION_BYTES);
        requireElements(cell, lengths, dimensions);
        return list(cell, lengths, dimensions);
    }

    /** Each element has four bytes at least: nobody may claim more of them than there can be. */
    private static void requireElements(ByteBuf cell, int lengths, int dimensions) {
        long all = 1;
        for (int i = 0; i < dimensions; i++) {
            int length = cell.getInt(lengths + i * DIMENSION_BYTES);
            all = length < 1 ? Long.MAX_VALUE : all * length;
            if (all > cell.readableBytes() / Integer.BYTES) {
                throw new Refusal("is not an array", Refusal.BINARY);
            }
        }
    }

    /** Reads one level; the first index is not kept, as Java's lists have none. */
    private List<@Nullable Object> list(ByteBuf cell, int lengths, int dimensions) {
        int length = cell.getInt(lengths);
        @Nullable Object[] elements = new Object[length];
        for (int i = 0; i < length; i++) {
            elements[i] = dimensions == 1 ? element(cell) : list(cell, lengths + DIMENSION_BYTES, dimensions - 1);
        }
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    private @Nullable Object element(ByteBuf cell) {
        int length = cell.readInt();
        if (length < 0) {
            return null;
        }
        int end = cell.writerIndex();
        int next = cell.readerIndex() + length;
        cell.writerIndex(next);
        try {
            return element.decode(cell);
        } finally {
            cell.writerIndex(end).readerIndex(next);
        }
    }
}
