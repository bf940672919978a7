package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.error.ConfigurationException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts of every kind, with and without a port. */
class HostAndPortTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost:5432, false",
        "DB.example., DB.example.:5432, false",
        "a_b-1, a_b-1:5432, false",
        "büro, büro:5432, false",
        "10.0.0.1, 10.0.0.1:5432, false",
        "::, [::]:5432, false",
        "2001:db8::7, [2001:db8::7]:5432, false",
        "::ffff:1.2.3.4, [::ffff:1.2.3.4]:5432, false",
        "fe80::1%eth0, [fe80::1%eth0]:5432, false",
        "fe80::1%12, [fe80::1%12]:5432, false",
        "/var/run/my sql@x:1, /var/run/my sql@x:1:5432, true"
    })
    void of_anyKindOfHost_isKeptAndShown(String host, String shown, boolean unixSocket) {
        HostAndPort place = HostAndPort.of(host, 5432);
        assertEquals(host, place.host());
        assertEquals(OptionalInt.of(5432), place.port());
        assertEquals(shown, place.toString());
        assertEquals(unixSocket, place.isUnixSocket());
        assertEquals(shown, HostAndPort.of(host) + ":5432");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b",
                "a?b",
                "a,b",
                "a@b",
                "a#b",
                "a%b",
                "[::1]",
                "a:1",
                ":",
                ":::",
                "::g",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "::1%",
                "::1%a/b",
                "%::1",
                "/a\nb",
                "a\0"
            })
    void of_notAHost_isRefused(String host) {
        assertThrows(ConfigurationException.class, () -> HostAndPort.of(host));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_536})
    void of_portOutOfRange_isRefused(int port) {
        assertThrows(ConfigurationException.class, () -> HostAndPort.of("h", port));
    }

    @Test
    void of_lowestAndHighestPort_areAccepted() {
        assertEquals("h:1", HostAndPort.of("h", 1).toString());
        assertEquals("h:65535", HostAndPort.of("h", 65_535).toString());
    }

    @Test
    void of_null_isMisuse() {
        assertThrows(NullPointerException.class, () -> HostAndPort.of(null));
        assertThrows(NullPointerException.class, () -> new HostAndPort("h", null));
    }
}
