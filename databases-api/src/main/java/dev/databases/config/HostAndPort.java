package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One place where a server listens, as a {@link DatabaseUrl} names it: a host name, an IP address or the path of a unix
 * socket, and a port. Nothing is looked up.
 *
 * @param host a name, an IPv4 address, an IPv6 address without brackets (a zone follows after {@code %}), or the path
 *     of a unix socket, which begins with {@code /}; case is kept
 * @param port 1 to 65535, empty for the dialect's usual port; beside a socket it is for the backend to interpret
 */
public record HostAndPort(String host, OptionalInt port) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Checks host and port.
     *
     * @param host the host
     * @param port the port
     * @throws ConfigurationException if the host is empty or is none of the four kinds, or the port is out of range
     */
    public HostAndPort {
        Objects.requireNonNull(host, "host");
        if (port.isPresent() && !isPort(port.getAsInt())) {
            throw new ConfigurationException("A port is a number from 1 to 65535, not " + port.getAsInt());
        }
        if (host.isEmpty()) {
            throw new ConfigurationException("A host must not be empty");
        }
        if (host.startsWith("/")) {
            requireSocketPath(host);
        } else if (host.indexOf(':') >= 0) {
            requireIpv6(host);
        } else {
            requireName(host, "host name", "the path of a unix socket begins with /");
        }
    }

    /**
     * Names a host at its dialect's usual port.
     *
     * @param host as in {@link #host()}
     * @return the place
     * @throws ConfigurationException if the host is not valid
     */
    public static HostAndPort of(String host) {
        return new HostAndPort(host, OptionalInt.empty());
    }

    /**
     * Names a host and a port.
     *
     * @param host as in {@link #host()}
     * @param port 1 to 65535
     * @return the place
     * @throws ConfigurationException if one of them is not valid
     */
    public static HostAndPort of(String host, int port) {
        return new HostAndPort(host, OptionalInt.of(port));
    }

    /**
     * Tells whether the host is the path of a unix socket.
     *
     * @return true if it begins with {@code /}
     */
    public boolean isUnixSocket() {
        return host.startsWith("/");
    }

    boolean isIpv6() {
        return !isUnixSocket() && host.indexOf(':') >= 0;
    }

    static boolean isPort(int number) {
        return number >= 1 && number <= HIGHEST_PORT;
    }

    /**
     * Returns the place as people write it.
     *
     * @return {@code host}, {@code host:port} or {@code [IPv6]:port}; not percent-coded
     */
    @Override
    public String toString() {
        String place = isIpv6() ? "[" + host + "]" : host;
        return port.isPresent() ? place + ":" + port.getAsInt() : place;
    }

    private static void requireSocketPath(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException("The path of a unix socket has a control character");
        }
    }

    private static void requireIpv6(String host) {
        int zone = host.indexOf('%');
        if (zone >= 0) {
            requireName(
                    host.substring(zone + 1),
                    "zone of an IPv6 address",
                    "a zone is the name or number of an interface");
        }
        try {
            // In brackets it is an address or an error: no name is ever looked up.
            InetAddress.getByName("[" + (zone < 0 ? host : host.substring(0, zone)) + "]");
        } catch (UnknownHostException malformed) {
            throw new ConfigurationException(
                    "A host with a colon in it is not an IPv6 address",
                    "an IPv6 address is like ::1 or 2001:db8::7, and a port is given apart",
                    malformed);
        }
    }

    private static void requireName(String name, String what, String hint) {
        boolean valid = name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0);
        if (name.isEmpty() || !valid) {
            throw new ConfigurationException("A " + what + " is made of letters, digits, '-', '.' and '_' only", hint);
        }
    }
}
