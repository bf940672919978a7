package dev.databases.backend.postgres.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes an array in text form: {@code {1,NULL,"a \"b\""}}, {@code {{1,2},{3,4}}}, {@code [2:3]={1,2}}. */
final class TextArray implements CellDecoder {
    private static final int MOST_DIMENSIONS = 6;

    private final CellDecoder element;

    TextArray(CellDecoder element) {
        this.element = element;
    }

    @Override
    public Object decode(ByteBuf cell) {
        return new Reader(TextCells.string(cell), element).whole();
    }

    /** One array while it is read. */
    private static final class Reader {
        private final String text;
        private final CellDecoder element;
        private int at;

        Reader(String text, CellDecoder element) {
            this.text = text;
            this.element = element;
        }

        List<@Nullable Object> whole() {
            at = text.startsWith("[") ? text.indexOf('=') + 1 : 0; // the bounds; Java's lists have none
            List<@Nullable Object> list = list(1);
            if (at != text.length()) {
                throw malformed();
            }
            return list;
        }

        private List<@Nullable Object> list(int dimension) {
            if (next() != '{' || dimension > MOST_DIMENSIONS) {
                throw malformed();
            }
            List<@Nullable Object> list = new ArrayList<>();
            if (peek() == '}') {
                at++;
                return Collections.unmodifiableList(list);
            }
            do {
                list.add(peek() == '{' ? list(dimension + 1) : element());
            } while (next() == ',');
            if (text.charAt(at - 1) != '}') {
                throw malformed();
            }
            return Collections.unmodifiableList(list);
        }

        private @Nullable Object element() {
            boolean quoted = peek() == '"';
            String value = quoted ? quoted() : plain();
            if (!quoted && value.equalsIgnoreCase("NULL")) {
                return null;
            }
            return element.decode(Unpooled.wrappedBuffer(value.getBytes(StandardCharsets.UTF_8)));
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            char next = next();
            while (next != '"') {
                value.append(next == '\\' ? next() : next);
                next = next();
            }
            return value.toString();
        }

        private String plain() {
            StringBuilder value = new StringBuilder();
            while (peek() != ',' && peek() != '}') {
                char next = next();
                value.append(next == '\\' ? next() : next);
            }
            return value.toString();
        }

        private char peek() {
            if (at >= text.length()) {
                throw malformed();
            }
            return text.charAt(at);
        }

        private char next() {
            char next = peek();
            at++;
            return next;
        }

        private static Refusal malformed() {
            return new Refusal("is not an array", Refusal.TEXT);
        }
    }
}
