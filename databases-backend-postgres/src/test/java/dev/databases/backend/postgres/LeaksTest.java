package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A buffer that is lost is found: the build has told Netty to look. */
final class LeaksTest {
    @Test
    void lostBuffer_isFound() throws Exception {
        assertEquals(List.of(), Leaks.lost());
        lose();
        List<String> lost = Leaks.lost();
        assertEquals(1, lost.size());
        assertTrue(lost.get(0).contains("LeaksTest.lose"), lost::toString);
    }

    private static void lose() {
        PooledByteBufAllocator.DEFAULT.buffer();
    }
}
