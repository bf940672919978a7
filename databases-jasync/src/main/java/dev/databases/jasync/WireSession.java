package dev.databases.jasync;

import dev.databases.error.DatabaseException;
import dev.databases.spi.Backend.Events;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection after its login: takes requests from any thread, sends them in order, gives the server's messages to the
 * first that is not answered, and stops reading while nobody wants rows. It is the last handler of its channel; subclasses
 * know the protocol.
 *
 * <p>Nothing but the taking happens outside of the event loop, so there are no locks.
 */
public abstract class WireSession extends ByteToMessageDecoder {
    private final Channel channel;
    private final Events events;
    private final Queue<WireRequest> coming = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final RequestLine line;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean lost;
    private volatile boolean closing;
    private boolean farewell;
    private boolean paused;

    /**
     * Makes a session.
     *
     * @param channel the channel whose last handler it becomes
     * @param events where the end of the connection is reported
     * @param depth how many requests may be unanswered
     */
    @SuppressWarnings("this-escape") // the line keeps the session and asks it nothing before there is a request
    protected WireSession(Channel channel, Events events, int depth) {
        this.channel = channel;
        this.events = events;
        this.line = new RequestLine(this, channel, depth);
    }

    // what a protocol says

    /**
     * Reads one message, if all of it is there, and tells {@link #first()}.
     *
     * @param in what was received
     * @return whether there was one
     */
    protected abstract boolean readMessage(ByteBuf in);

    /**
     * Asks the server, by a connection of its own, to stop what this one does.
     *
     * @return completes when the server has taken note, or cannot be asked; never fails
     */
    protected abstract CompletionStage<Void> askToStop();

    /**
     * Writes what is said before the connection is closed.
     *
     * @param out where to
     */
    protected abstract void writeFarewell(ByteBuf out);

    /**
     * Words the loss of the connection.
     *
     * @param cause what the socket or the decoder threw, null if it was just closed
     * @return the error that all requests get
     */
    protected abstract DatabaseException lossOf(@Nullable Throwable cause);

    // sending

    /** {@return the channel} */
    protected final Channel channel() {
        return channel;
    }

    /** {@return where the end of the connection and notices are reported} */
    protected final Events events() {
        return events;
    }

    /**
     * Sends a request when its turn has come. Any thread.
     *
     * @param request the request
     */
    public final void submit(WireRequest request) {
        coming.add(request);
        if (awake.compareAndSet(false, true)) {
            onLoop(this::send);
        }
    }

    /**
     * Runs something on the event loop; what it throws loses the connection. Any thread.
     *
     * @param work what to run
     */
    protected final void onLoop(Runnable work) {
        try {
            channel.eventLoop().execute(() -> guarded(work));
        } catch (
                RejectedExecutionException
                        ended) { // the loops are closed, and so is the channel: nobody is in the line
            lose(lossOf(ended));
            takeComing();
        }
    }

    /** Nobody knows what was sent when this has thrown: as in the channel's handlers, the connection is lost. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error broken) {
            lose(lossOf(broken));
        }
    }

    private void send() {
        awake.set(false);
        takeComing();
        if (!lost) {
            line.send();
        }
    }

    private void takeComing() {
        WireRequest next;
        while ((next = coming.poll()) != null) {
            line.add(next);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            line.send();
        }
    }

    /** Lets the first request write more, which has waited for an answer. */
    protected final void writeOn() {
        line.writeOn();
    }

    /**
     * Writes beside the line, such as an answer to a question of the server's.
     *
     * @param out the bytes
     */
    protected final void writeNow(ByteBuf out) {
        line.flush(out);
    }

    // answers

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        boolean found = true;
        while (found && !paused && !lost) {
            found = readMessage(in);
        }
        if (lost) {
            in.skipBytes(in.readableBytes());
        } else if (!found) {
            hasReadAll();
        }
    }

    /** All whole messages that have arrived are read. */
    protected void hasReadAll() {}

    /** Reads no further while paused: the superclass would ask for more whenever nothing came out of it. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        discardSomeReadBytes();
    }

    /** {@return the request that the next message is for, null if none is under way} */
    protected final @Nullable WireRequest first() {
        return line.first();
    }

    /** The first request is answered: reports it, and sends what may be sent now. */
    protected final void answered() {
        line.answered();
    }

    // demand

    /** Stops reading until the first request is resumed; its sink has enough. */
    protected final void pause() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    final void resume(WireRequest request) {
        onLoop(() -> {
            if (line.first() == request) {
                goOn();
            }
        });
    }

    /** Goes on reading, first what is there already. */
    final void goOn() {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (!paused || lost || context == null) {
            return;
        }
        paused = false;
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        } catch (Exception broken) {
            exceptionCaught(context, broken);
        }
        if (!paused) {
            channel.config().setAutoRead(true);
        }
    }

    final void cancel(WireRequest request) {
        onLoop(() -> line.cancel(request));
    }

    final void stopFirst() {
        line.stopFirst();
    }

    // the end

    /**
     * Closes the connection when all that was submitted is answered. Any thread.
     *
     * @return completes when it is closed
     */
    public final CompletionStage<Void> close() {
        closing = true;
        onLoop(this::send);
        return closed.minimalCompletionStage();
    }

    /** All that could be sent was sent. */
    final void sent() {
        if (closing && !farewell && line.isEmpty() && channel.isActive()) {
            farewell = true;
            ByteBuf out = channel.alloc().buffer();
            writeFarewell(out);
            channel.writeAndFlush(out).addListener(sent -> channel.close());
        }
    }

    /** Drops the connection now. Any thread. */
    public final void abort() {
        closing = true;
        channel.close();
    }

    /** {@return whether the connection is closed or about to be} */
    public final boolean isOver() {
        return lost || closing;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        paused = false;
        super.channelInactive(context);
        lose(lossOf(null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lose(lossOf(cause));
    }

    private void lose(DatabaseException why) {
        if (!lost) {
            lost = true;
            channel.close();
            line.fail(why);
            takeComing();
            closed.complete(null);
            if (!closing) {
                events.closed(why);
            }
        }
    }
}
