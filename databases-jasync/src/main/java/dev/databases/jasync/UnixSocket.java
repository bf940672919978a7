package dev.databases.jasync;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leads jasync, which only knows TCP here, to a unix socket: while it is called to connect, the channel that it has made is
 * replaced, before it is registered, by one for such sockets, which connects to the file instead of the address.
 */
final class UnixSocket {
    private static final ThreadLocal<@Nullable Path> FILE = new ThreadLocal<>();

    private UnixSocket() {}

    /** Calls what connects, and registers its channel meanwhile; null for TCP. */
    static <T> T leading(@Nullable Path file, Supplier<T> connect) {
        FILE.set(file);
        try {
            return connect.get();
        } finally {
            FILE.remove();
        }
    }

    /** The channel to register for one that is about to be, most often itself. */
    static Channel inPlaceOf(Channel channel) {
        Path file = FILE.get();
        if (file == null) {
            return channel;
        }
        ChannelHandler handlers = channel.pipeline().removeLast();
        Channel local = new NioDomainSocketChannel();
        local.config().setAllocator(channel.config().getAllocator());
        local.pipeline().addLast(new Leading(UnixDomainSocketAddress.of(file)), handlers);
        channel.unsafe().closeForcibly();
        return local;
    }

    /** The class of channels that reach the same server as another. */
    static Class<? extends Channel> channelLike(Channel other) {
        return other instanceof NioDomainSocketChannel ? NioDomainSocketChannel.class : NioSocketChannel.class;
    }

    /** Connects to the file, whatever it is asked for. */
    private static final class Leading extends ChannelOutboundHandlerAdapter {
        private final SocketAddress file;

        Leading(SocketAddress file) {
            this.file = file;
        }

        @Override
        public void connect(
                ChannelHandlerContext context,
                SocketAddress remote,
                @Nullable SocketAddress local,
                ChannelPromise promise) {
            context.connect(file, promise);
        }
    }
}
