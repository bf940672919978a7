package dev.databases.jasync;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a PostgreSQL server to stop what a connection does, by a connection of its own, encrypted as that one is. */
public final class PostgresCancel extends ChannelInboundHandlerAdapter {
    private static final int CANCEL = 80877102;
    private static final int ENCRYPT = 80877103;
    /** A server that does not answer to this does not answer to anything. */
    private static final int PATIENCE_MILLIS = 5_000;

    private final Greeting greeting;
    private final @Nullable SslContext tls;

    private PostgresCancel(Greeting greeting) {
        this.greeting = greeting;
        this.tls = greeting.tls();
    }

    /**
     * Asks.
     *
     * @param greeting what the server said when the connection was made
     * @return completes when the server has taken note, which it tells by closing, or cannot be asked; never fails
     */
    public static CompletionStage<Void> ask(Greeting greeting) {
        Channel busy = greeting.channel();
        CompletableFuture<Void> over = new CompletableFuture<>();
        Channel side = new Bootstrap()
                .group(busy.eventLoop())
                .channel(UnixSocket.channelLike(busy))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, PATIENCE_MILLIS)
                .handler(new PostgresCancel(greeting))
                .connect(busy.remoteAddress())
                .channel();
        Future<?> alarm = busy.eventLoop().schedule(() -> side.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        side.closeFuture().addListener(closed -> {
            alarm.cancel(false);
            over.complete(null);
        });
        return over;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (tls == null) {
            cancel(context);
        } else {
            context.writeAndFlush(context.alloc().buffer(8).writeInt(8).writeInt(ENCRYPT));
        }
    }

    private void cancel(ChannelHandlerContext context) {
        context.writeAndFlush(context.alloc()
                .buffer(16)
                .writeInt(16)
                .writeInt(CANCEL)
                .writeInt(greeting.processId())
                .writeInt(greeting.secretKey()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean agreed = message instanceof ByteBuf answer && answer.readableBytes() == 1 && answer.readByte() == 'S';
        ReferenceCountUtil.release(message);
        if (!agreed || tls == null) {
            context.close();
            return;
        }
        InetSocketAddress server = (InetSocketAddress) context.channel().remoteAddress();
        Tls.begin(context.pipeline(), tls, server.getHostString(), server.getPort(), false)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        cancel(context);
                    } else {
                        context.close();
                    }
                });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // a cancel that did not arrive changes nothing: the request goes on until its deadline
    }
}
