package dev.databases.jasync;

import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.jasync.WireRequest.Progress;
import dev.databases.spi.Backend.Events;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private static final int FIRST_BUFFER = 512;
    /** How much of a long request is written at a time. */
    private static final int PART = 1 << 16;

    private final Channel channel;
    private final Events events;
    private final int depth;
    private final Queue<WireRequest> coming = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Deque<WireRequest> unsent = new ArrayDeque<>();
    private final Deque<WireRequest> unanswered = new ArrayDeque<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile @Nullable DatabaseException lost;
    private volatile boolean closing;
    private final Stopping stopping = new Stopping();
    private boolean paused;
    private boolean waiting;

    /**
     * Makes a session.
     *
     * @param channel the channel whose last handler it becomes
     * @param events where the end of the connection is reported
     * @param depth how many requests may be unanswered
     */
    protected WireSession(Channel channel, Events events, int depth) {
        this.channel = channel;
        this.events = events;
        this.depth = depth;
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
     * @param cause what the socket or the decoder threw, null if the server just closed it
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

    private void onLoop(Runnable work) {
        try {
            channel.eventLoop().execute(work);
        } catch (RejectedExecutionException ended) { // its loops are closed, and so is the connection
            lose(lossOf(ended));
        }
    }

    private void send() {
        awake.set(false);
        WireRequest next;
        while ((next = coming.poll()) != null) {
            unsent.add(next);
        }
        if (lost == null) {
            sendMore();
        } else {
            failAll();
        }
    }

    private void sendMore() {
        WireRequest next;
        ByteBuf out = null;
        while ((next = unsent.peek()) != null && mayBeSent(next)) {
            if (out == null) {
                out = channel.alloc().buffer(FIRST_BUFFER);
            }
            writePart(next, out);
            if (out.readableBytes() >= PART) {
                flush(out);
                out = null;
                if (!channel.isWritable()) {
                    return;
                }
            }
        }
        if (out != null) {
            flush(out);
        }
        if (closing && unsent.isEmpty() && unanswered.isEmpty() && lost == null) {
            farewell();
        }
    }

    /** One that has begun is finished before others; none begins while the server is asked to stop something. */
    private boolean mayBeSent(WireRequest next) {
        return next.isStarted() ? !waiting : !stopping.isUnderWay() && unanswered.size() < depth;
    }

    private void writePart(WireRequest request, ByteBuf out) {
        if (!request.isStarted()) {
            unanswered.add(request);
        }
        int before = out.writerIndex();
        Progress progress = request.writeMore(out);
        waiting = progress == Progress.WAITING;
        if (progress == Progress.DONE) {
            unsent.remove();
            if (out.writerIndex() == before && request.failure() != null) { // refused, nothing was sent
                unanswered.removeLast();
                request.report();
            }
        }
    }

    /** Lets the first request write more, which has waited for an answer. */
    protected final void writeOn() {
        waiting = false;
        sendMore();
    }

    private void flush(ByteBuf out) {
        if (out.isReadable()) {
            channel.writeAndFlush(out, channel.voidPromise());
        } else {
            out.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            sendMore();
        }
    }

    /**
     * Writes beside the line, such as an answer to a question of the server's.
     *
     * @param out the bytes
     */
    protected final void writeNow(ByteBuf out) {
        flush(out);
    }

    // answers

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (!paused && lost == null && readMessage(in)) {
            // readMessage does it
        }
        if (lost != null) {
            in.skipBytes(in.readableBytes());
        }
    }

    /** Reads no further while paused: the superclass would ask for more whenever nothing came out of it. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        discardSomeReadBytes();
    }

    /** {@return the request that the next message is for, null if none is under way} */
    protected final @Nullable WireRequest first() {
        return unanswered.peek();
    }

    /** Stops reading until the first request is resumed; its sink has enough. */
    protected final void pause() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    /** The first request is answered: reports it, and sends what may be sent now. */
    protected final void answered() {
        WireRequest request = unanswered.remove();
        if (stopping.answered(request)) {
            settle();
        } else {
            finish(request);
            stopFirst();
        }
    }

    private void finish(WireRequest request) {
        if (request.isToBeSentAgain()) {
            request.reset();
            unsent.addFirst(request);
        } else {
            request.report();
        }
        if (!unsent.isEmpty() || closing) {
            sendMore();
        }
    }

    // demand

    final void resume(WireRequest request) {
        onLoop(() -> {
            if (unanswered.peek() == request) {
                goOn();
            }
        });
    }

    private void goOn() {
        if (!paused || lost != null) {
            return;
        }
        paused = false;
        readAgain();
        if (!paused) {
            channel.config().setAutoRead(true);
        }
    }

    /** Decodes what is there already. */
    private void readAgain() {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context != null) {
            try {
                channelRead(context, Unpooled.EMPTY_BUFFER);
            } catch (Exception broken) {
                exceptionCaught(context, broken);
            }
        }
    }

    // cancelling

    final void cancel(WireRequest request) {
        onLoop(() -> {
            request.markCancelled();
            if (!request.isStarted() && unsent.remove(request)) {
                request.fail(new QueryCancelledException(
                        "the statement was cancelled before it was sent", request.sql(), null));
                request.report();
            } else {
                stopFirst();
            }
        });
    }

    /** Has the first request stopped if that is wanted; core asks again until it has ended. */
    private void stopFirst() {
        WireRequest first = unanswered.peek();
        if (first != null && first.isCancelled() && lost == null) {
            if (!stopping.isUnderWay()) {
                stopping.start(first, unanswered);
                goOn();
            }
            if (stopping.asks()) {
                askToStop().whenComplete((nothing, failure) -> onLoop(this::stopAsked));
            }
        }
    }

    private void stopAsked() {
        stopping.asked();
        settle();
    }

    private void settle() {
        WireRequest settled = stopping.takeSettled();
        if (settled != null) {
            finish(settled);
            sendMore();
            stopFirst();
        }
    }

    // the end

    /**
     * Closes the connection when all that was submitted is answered. Any thread.
     *
     * @return completes when it is closed
     */
    public final CompletionStage<Void> close() {
        closing = true;
        onLoop(this::sendMore);
        return closed.minimalCompletionStage();
    }

    private void farewell() {
        ByteBuf out = channel.alloc().buffer(16);
        writeFarewell(out);
        channel.writeAndFlush(out).addListener(sent -> channel.close());
    }

    /** Drops the connection now. Any thread. */
    public final void abort() {
        closing = true;
        channel.close();
    }

    /** {@return whether the connection is closed or about to be} */
    public final boolean isOver() {
        return lost != null || closing;
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
        if (lost != null) {
            return;
        }
        lost = why;
        channel.close();
        failAll();
        closed.complete(null);
        if (!closing) {
            events.closed(why);
        }
    }

    private void failAll() {
        DatabaseException why = lost;
        List<WireRequest> all = new ArrayList<>(unanswered);
        WireRequest waiting = stopping.giveUp();
        if (waiting != null) {
            all.add(waiting);
        }
        unsent.stream().filter(request -> !request.isStarted()).forEach(all::add);
        WireRequest late;
        while ((late = coming.poll()) != null) {
            all.add(late);
        }
        unanswered.clear();
        unsent.clear();
        for (WireRequest request : all) {
            if (why != null) {
                request.fail(why);
                request.report();
            }
        }
    }

    /** {@return an error that says that the connection is lost} */
    protected static ConnectionException lostConnection(String how, @Nullable Throwable cause) {
        return new ConnectionException("the connection was lost: " + how, null, cause);
    }
}
