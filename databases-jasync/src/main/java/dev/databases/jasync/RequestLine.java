package dev.databases.jasync;

import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.jasync.WireRequest.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one {@link WireSession}: those to be sent and those that wait for their answers, both in order. Writes
 * them, several with one write where it can. On the event loop only.
 */
final class RequestLine {
    private static final int FIRST_BUFFER = 512;
    /** How much of a long request is written at a time. */
    private static final int PART = 1 << 16;

    private final WireSession session;
    private final Channel channel;
    private final int depth;
    private final Deque<WireRequest> unsent = new ArrayDeque<>();
    private final Deque<WireRequest> unanswered = new ArrayDeque<>();
    private final Stopping stopping = new Stopping();
    /** Those that were over as they were to write; reported when what stands before them is sent. */
    private final Deque<WireRequest> overs = new ArrayDeque<>();

    /** The first unsent request has begun, and writes no more until it says so. */
    private boolean waiting;

    private @Nullable DatabaseException over;

    RequestLine(WireSession session, Channel channel, int depth) {
        this.session = session;
        this.channel = channel;
        this.depth = depth;
    }

    /** Adds to the end; {@link #send} sends. */
    void add(WireRequest request) {
        unsent.add(request);
        DatabaseException why = over;
        if (why != null) {
            unsent.clear();
            request.fail(why);
            request.report();
        }
    }

    boolean isEmpty() {
        return unsent.isEmpty() && unanswered.isEmpty() && !stopping.isUnderWay();
    }

    /** The request that the next message is for. */
    @Nullable
    WireRequest first() {
        return unanswered.peek();
    }

    // sending

    /** Writes what may be written. */
    void send() {
        WireRequest next;
        ByteBuf out = null;
        while ((next = unsent.peek()) != null && mayBeSent(next)) {
            if (out == null) {
                out = channel.alloc().buffer(FIRST_BUFFER);
            }
            write(next, out);
            if (out.readableBytes() >= PART) {
                flush(out);
                out = null;
                if (!channel.isWritable()) {
                    break;
                }
            }
        }
        if (out != null) {
            flush(out);
        }
        WireRequest ended;
        while ((ended = overs.poll()) != null) {
            conclude(ended);
        }
        session.sent();
    }

    /** One that has begun is finished before others; none begins while the server is asked to stop something. */
    private boolean mayBeSent(WireRequest next) {
        return next.isStarted() ? !waiting : !stopping.isUnderWay() && unanswered.size() < depth;
    }

    private void write(WireRequest request, ByteBuf out) {
        if (!request.isStarted()) {
            unanswered.add(request);
        }
        int before = out.writerIndex();
        Progress progress = progress(request, out);
        waiting = progress == Progress.WAITING;
        if (progress == Progress.OVER) {
            unsent.remove();
            unanswered.removeLast();
            overs.add(request);
        } else if (progress == Progress.DONE) {
            unsent.remove();
            if (out.writerIndex() == before && request.failure() != null) { // refused, nothing was sent
                unanswered.removeLast();
                request.report();
            }
        }
    }

    /** One that throws costs the connection, and what was to be written with it. */
    private static Progress progress(WireRequest request, ByteBuf out) {
        try {
            return request.writeMore(out);
        } catch (RuntimeException | Error broken) {
            out.release();
            throw broken;
        }
    }

    void flush(ByteBuf out) {
        if (out.isReadable()) {
            channel.writeAndFlush(out, channel.voidPromise());
        } else {
            out.release();
        }
    }

    /** The first unsent request may write more. */
    void writeOn() {
        waiting = false;
        send();
    }

    // answers

    /** The first unanswered request is answered. */
    void answered() {
        conclude(unanswered.remove());
    }

    private void conclude(WireRequest request) {
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
        if (!unsent.isEmpty() || unanswered.isEmpty()) {
            send();
        }
    }

    // cancelling

    void cancel(WireRequest request) {
        request.markCancelled();
        if (!request.isStarted() && unsent.remove(request)) {
            request.fail(
                    new QueryCancelledException("the statement was cancelled before it was sent", request.sql(), null));
            request.report();
        } else {
            stopFirst();
        }
    }

    /** Has the first request stopped if that is wanted; core cancels again until it has ended. */
    void stopFirst() {
        WireRequest first = unanswered.peek();
        if (first == null || !first.isToBeStopped(unanswered.size() == 1) || over != null) {
            return;
        }
        if (!stopping.isUnderWay()) {
            stopping.start(first);
            session.goOn();
        }
        if (stopping.asks()) {
            session.askToStop().whenComplete((nothing, failure) -> session.onLoop(this::stopAsked));
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
            send();
            stopFirst();
        }
    }

    // the end

    /** Fails all that are here, and all that come. */
    void fail(DatabaseException why) {
        over = why;
        List<WireRequest> all = new ArrayList<>(unanswered);
        WireRequest answered = stopping.giveUp();
        if (answered != null) {
            all.add(answered);
        }
        unsent.stream().filter(request -> !request.isStarted()).forEach(all::add);
        unanswered.clear();
        unsent.clear();
        all.forEach(request -> {
            request.fail(why);
            request.report();
        });
    }
}
