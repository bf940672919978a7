package dev.databases.jasync;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a PostgreSQL server said while the connection was made.
 *
 * @param channel the open channel; bytes in, bytes out
 * @param processId the number of the server's process
 * @param secretKey what a cancel has to show
 * @param parameters what the server reported, such as {@code server_version}
 * @param tls how the connection is encrypted, null if it is not
 */
public record Greeting(
        Channel channel,
        int processId,
        int secretKey,
        Map<String, String> parameters,
        @Nullable SslContext tls) {}
