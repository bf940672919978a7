package dev.databases.jasync;

import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to log in to a MySQL or MariaDB server: answers its greeting, encrypts, proves the password, and gives the
 * channel to the handler that the outcome makes. {@link MysqlConnecting} starts it. On the event loop only, but for
 * {@link #fail}.
 */
final class MysqlAttempt<S extends ChannelHandler> extends ByteToMessageDecoder {
    private static final int HEADER = 4;
    private static final int OK = 0;
    private static final int MORE = 1;
    private static final int SWITCH = 0xFE;
    private static final int ERROR = 0xFF;
    private static final int MARK_OF_STATE = '#';
    private static final int STATE_LENGTH = 5;

    private final MysqlLogin login;
    private final MysqlLogin.Outcome<S> outcome;
    private final CompletableFuture<S> result = new CompletableFuture<>();
    private volatile @Nullable Channel channel;
    private @Nullable MysqlHandshake handshake;
    private @Nullable MysqlAuthentication authentication;
    private int sequence;
    private boolean encrypted;
    private boolean shakingHands;

    MysqlAttempt(MysqlLogin login, MysqlLogin.Outcome<S> outcome) {
        this.login = login;
        this.outcome = outcome;
    }

    CompletableFuture<S> result() {
        return result;
    }

    /** Gives up; harmless after the end. */
    void fail(Throwable why) {
        if (result.completeExceptionally(why)) {
            Channel open = channel;
            if (open != null) {
                open.close();
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        if (result.isDone()) {
            context.close();
        }
    }

    // what comes in

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (shakingHands) {
            fail(problem("sent something unencrypted when encryption was agreed on", null));
        }
        if (result.isDone()) {
            in.skipBytes(in.readableBytes());
        } else if (in.readableBytes() >= HEADER) {
            int length = in.getUnsignedMediumLE(in.readerIndex());
            if (in.readableBytes() >= HEADER + length) {
                sequence = in.getUnsignedByte(in.readerIndex() + HEADER - 1) + 1;
                in.skipBytes(HEADER);
                read(context, in.readSlice(length));
            }
        }
    }

    private void read(ChannelHandlerContext context, ByteBuf packet) throws GeneralSecurityException {
        int first = packet.getUnsignedByte(packet.readerIndex());
        MysqlHandshake known = handshake;
        if (first == ERROR) {
            fail(refused(packet.skipBytes(1)));
        } else if (known == null) {
            greeted(context, MysqlHandshake.read(packet));
        } else {
            answered(context, known, first, packet);
        }
    }

    private DatabaseException refused(ByteBuf packet) {
        int code = packet.readUnsignedShortLE();
        String state = "";
        if (packet.readableBytes() > STATE_LENGTH && packet.getByte(packet.readerIndex()) == MARK_OF_STATE) {
            packet.skipBytes(1);
            state = packet.readCharSequence(STATE_LENGTH, StandardCharsets.US_ASCII)
                    .toString();
        }
        return outcome.refused(code, state, packet.toString(StandardCharsets.UTF_8));
    }

    private void greeted(ChannelHandlerContext context, MysqlHandshake greeting) throws GeneralSecurityException {
        handshake = greeting;
        long offered = greeting.capabilities();
        if (!MysqlCapabilities.suffice(offered)) {
            fail(problem("is too old: version " + greeting.serverVersion(), null));
            return;
        }
        SslContext tls = login.tls();
        if (tls == null) {
            logIn(context, greeting);
        } else if ((offered & MysqlCapabilities.SSL) == 0) {
            fail(new ConnectionException(
                    login + " does not encrypt connections", "use sslmode=disable if that is meant to be so", null));
        } else {
            encrypt(context, greeting, tls);
        }
    }

    private void encrypt(ChannelHandlerContext context, MysqlHandshake greeting, SslContext tls) {
        if (actualReadableBytes() > 0) {
            fail(problem("sent something unencrypted when encryption was agreed on", null));
            return;
        }
        ByteBuf request = begin(context);
        greeting.writeStart(request, login);
        send(context, request);
        shakingHands = true;
        Tls.begin(context.pipeline(), tls, login.host(), login.port(), login.verifiesHost())
                .addListener(done -> {
                    shakingHands = false;
                    if (!done.isSuccess()) {
                        fail(Tls.failure(login, done.cause()));
                        return;
                    }
                    encrypted = true;
                    try {
                        logIn(context, greeting);
                    } catch (GeneralSecurityException failure) {
                        fail(problem("needs what Java does not have: " + failure.getMessage(), failure));
                    }
                });
    }

    private void logIn(ChannelHandlerContext context, MysqlHandshake greeting) throws GeneralSecurityException {
        MysqlAuthentication begun = authentication(MysqlAuthentication.orUsual(greeting.plugin()));
        byte[] proof = begun.begin(greeting.seed());
        ByteBuf response = begin(context);
        greeting.writeResponse(response, login, begun.plugin(), proof);
        send(context, response);
    }

    private MysqlAuthentication authentication(String plugin) {
        boolean secret = encrypted || login.isLocal();
        MysqlAuthentication begun = MysqlAuthentication.of(plugin, login, secret);
        authentication = begun;
        return begun;
    }

    private void answered(ChannelHandlerContext context, MysqlHandshake greeting, int first, ByteBuf packet)
            throws GeneralSecurityException {
        switch (first) {
            case OK -> takeOver(context, greeting, packet.skipBytes(1));
            case SWITCH -> switchTo(context, packet.skipBytes(1));
            case MORE -> goOn(context, MysqlBytes.rest(packet.skipBytes(1)));
            default -> goOn(context, MysqlBytes.rest(packet)); // MariaDB marks only what would look like another answer
        }
    }

    private void switchTo(ChannelHandlerContext context, ByteBuf packet) throws GeneralSecurityException {
        String plugin = packet.isReadable() ? MysqlBytes.readZeroEnded(packet) : "mysql_old_password";
        MysqlAuthentication begun = authentication(plugin);
        answer(context, begun.begin(MysqlBytes.rest(packet)));
    }

    private void goOn(ChannelHandlerContext context, byte[] question) throws GeneralSecurityException {
        MysqlAuthentication current = authentication;
        if (current != null) {
            byte[] next = current.next(question);
            if (next != null) {
                answer(context, next);
            }
        }
    }

    private void answer(ChannelHandlerContext context, byte[] bytes) {
        send(context, begin(context).writeBytes(bytes));
    }

    private static ByteBuf begin(ChannelHandlerContext context) {
        return context.alloc().buffer().writeZero(HEADER);
    }

    private void send(ChannelHandlerContext context, ByteBuf packet) {
        packet.setMediumLE(0, packet.readableBytes() - HEADER);
        packet.setByte(HEADER - 1, sequence++);
        context.writeAndFlush(packet);
    }

    private void takeOver(ChannelHandlerContext context, MysqlHandshake greeting, ByteBuf packet) {
        MysqlBytes.readLength(packet);
        MysqlBytes.readLength(packet);
        int status = packet.readUnsignedShortLE();
        S session = outcome.welcomed(new MysqlGreeting(
                context.channel(),
                greeting.serverVersion(),
                greeting.connectionId(),
                MysqlCapabilities.agree(greeting.capabilities(), login),
                status));
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addLast(session);
        pipeline.remove(this);
        if (!result.complete(session)) {
            context.close();
        }
    }

    // the end

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        fail(problem("closed the connection while it was being made", null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable inner = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        fail(
                inner instanceof DatabaseException
                        ? inner
                        : problem("could not be understood: " + inner.getMessage(), inner));
    }

    ConnectionException problem(String what, @Nullable Throwable cause) {
        return new ConnectionException(login + " " + what, null, cause);
    }
}
