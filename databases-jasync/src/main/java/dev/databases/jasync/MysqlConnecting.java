package dev.databases.jasync;

import dev.databases.error.ConnectionException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Connects and logs in to MySQL and MariaDB. Not by jasync, whose login asks the mode and not the socket whether it is
 * encrypted, and knows neither found rows nor MariaDB's plugins.
 */
public final class MysqlConnecting {
    private MysqlConnecting() {}

    /**
     * Connects and logs in.
     *
     * @param <S> the handler that has the channel afterwards
     * @param loops the event loops
     * @param login where and as whom
     * @param timeout when to give up
     * @param outcome makes the handler, or the error
     * @return the handler, in the channel's pipeline; completes on the event loop
     */
    public static <S extends ChannelHandler> CompletableFuture<S> connect(
            Loops loops, MysqlLogin login, Duration timeout, MysqlLogin.Outcome<S> outcome) {
        MysqlAttempt<S> attempt = new MysqlAttempt<>(login, outcome);
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(channelFor(login))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(timeout))
                .handler(attempt);
        if (!login.isLocal()) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true);
        }
        Future<?> alarm = loops.group()
                .schedule(
                        () -> attempt.fail(
                                attempt.problem("did not answer within " + timeout.toMillis() + " ms", null)),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        bootstrap.connect(login.address()).addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                attempt.fail(refused(login, connected.cause()));
            }
        });
        return attempt.result().whenComplete((session, failure) -> alarm.cancel(false));
    }

    private static Class<? extends Channel> channelFor(MysqlLogin login) {
        return login.isLocal() ? NioDomainSocketChannel.class : NioSocketChannel.class;
    }

    private static int millis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }

    private static Throwable refused(MysqlLogin login, Throwable failure) {
        return new ConnectionException(
                "no connection to " + login + ": " + failure.getMessage(), "is the server running there?", failure);
    }
}
