package dev.databases.jasync;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cancel that is under way on a {@link WireSession}: from asking the server to stop its first request until both that
 * request and the asking are answered. Nothing is sent meanwhile, since the server stops whatever runs when it is told.
 * On the event loop only.
 */
final class Stopping {
    private @Nullable WireRequest target;
    private boolean answered;
    private boolean asked;

    boolean isUnderWay() {
        return target != null;
    }

    /** Starts; what was sent behind the first request may be hit in its place. */
    void start(WireRequest first, Iterable<WireRequest> sent) {
        target = first;
        answered = false;
        asked = false;
        for (WireRequest each : sent) {
            if (each != first) {
                each.markHit();
            }
        }
    }

    /** Notes that the server has taken note. */
    void asked() {
        asked = true;
    }

    /** Notes an answer; whether it is that of the request to stop, which then has to wait. */
    boolean answered(WireRequest request) {
        answered |= request == target;
        return request == target;
    }

    /** The stopped request, once, if all is over. */
    @Nullable
    WireRequest takeSettled() {
        if (!answered || !asked) {
            return null;
        }
        WireRequest settled = target;
        target = null;
        return settled;
    }

    /** Gives up; returns the request if it was only waiting for the asking. */
    @Nullable
    WireRequest giveUp() {
        WireRequest waiting = answered ? target : null;
        target = null;
        return waiting;
    }

    /** Asks, and says when that is over. */
    static void ask(Supplier<CompletionStage<Void>> question, Runnable over) {
        question.get().whenComplete((nothing, failure) -> over.run());
    }
}
