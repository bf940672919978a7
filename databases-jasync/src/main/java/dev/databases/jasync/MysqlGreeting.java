package dev.databases.jasync;

import io.netty.channel.Channel;

/**
 * What a MySQL or MariaDB server said while the connection was made.
 *
 * @param channel the open channel; bytes in, bytes out
 * @param serverVersion how the server calls its version
 * @param connectionId the number of the connection, to kill what it does
 * @param capabilities what both sides can do, the bits of {@link MysqlCapabilities}
 * @param status the server's status flags
 */
public record MysqlGreeting(Channel channel, String serverVersion, long connectionId, long capabilities, int status) {

    /**
     * Tells whether both sides have a capability.
     *
     * @param capability a bit of {@link MysqlCapabilities}
     * @return whether they have
     */
    public boolean has(long capability) {
        return (capabilities & capability) != 0;
    }
}
