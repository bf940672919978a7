package dev.databases.backend.postgres;

import dev.databases.error.ConnectionException;
import dev.databases.error.QueryException;
import dev.databases.postgres.Postgres.Listening;
import dev.databases.postgres.Postgres.Notification;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.RowSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All channels that somebody listens to, on one connection that is nobody else's: made for the first subscriber, made again
 * whenever it is lost, closed after the last. Everything happens on one event loop.
 */
final class Listeners {
    /** Takes the notifications of a connection; a session asks whether its events are one. */
    interface Hearing extends Events {
        /** The server sent a notification. */
        void heard(Notification notification);
    }

    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.listen");
    private static final long FIRST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 10_000;

    private final ScheduledExecutorService loop;
    private final Function<Events, CompletionStage<? extends BackendConnection>> connecting;
    private final Duration checks;
    private final Map<String, Channel> channels = new HashMap<>();
    private @Nullable Link link;
    private boolean established;
    private boolean closed;
    private int failures;

    /**
     * Makes it; connects nothing yet.
     *
     * @param loop where everything happens
     * @param connecting makes a connection
     * @param checks after how long an answer, or a sign of life, is missed
     */
    Listeners(
            ScheduledExecutorService loop,
            Function<Events, CompletionStage<? extends BackendConnection>> connecting,
            Duration checks) {
        this.loop = loop;
        this.connecting = connecting;
        this.checks = checks;
    }

    /** The subscribers of one name, from the first to the last. */
    private static final class Channel {
        final Set<Listener> listeners = new LinkedHashSet<>();
        boolean active;
    }

    /** False if the event loop has ended, and everything with it. */
    private boolean post(Runnable action) {
        try {
            loop.execute(action);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    private Future<?> later(long millis, Runnable action) {
        return loop.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    // subscribers

    void add(Listener listener) {
        post(() -> {
            if (listener.isOver()) {
                return;
            }
            if (closed) {
                listener.fail(new ConnectionException("the database is disconnected", null, null));
                return;
            }
            Channel known = channels.get(listener.channel());
            Channel channel = known == null ? new Channel() : known;
            channel.listeners.add(listener);
            channels.put(listener.channel(), channel);
            if (link == null) {
                connect();
            } else if (channel.active) {
                listener.hear(new Listening(listener.channel()));
            } else if (known == null) {
                link.listen(listener.channel(), channel);
            }
        });
    }

    void remove(Listener listener) {
        post(() -> {
            Channel channel = channels.get(listener.channel());
            if (channel == null || !channel.listeners.remove(listener) || !channel.listeners.isEmpty()) {
                return;
            }
            channels.remove(listener.channel());
            restIfUnused();
            if (link != null) {
                link.unlisten(listener.channel());
            }
        });
    }

    private void restIfUnused() {
        if (channels.isEmpty()) {
            rest();
        }
    }

    private void rest() {
        Link idle = link;
        link = null;
        established = false;
        failures = 0;
        if (idle != null) {
            idle.close();
        }
    }

    /**
     * Ends all subscriptions.
     *
     * @return completes when the connection is closed
     */
    CompletionStage<Void> close() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        boolean posted = post(() -> {
            closed = true;
            channels.values().forEach(channel -> channel.listeners.forEach(Listener::complete));
            channels.clear();
            Link last = link;
            link = null;
            (last == null ? CompletableFuture.<Void>completedStage(null) : last.close())
                    .whenComplete((nothing, failure) -> ended.complete(null));
        });
        return posted ? ended : CompletableFuture.completedStage(null);
    }

    // the connection

    private void connect() {
        Link next = new Link();
        link = next;
        connecting
                .apply(next)
                .whenComplete((connection, failure) -> post(() -> {
                    if (failure == null) {
                        next.connected(connection);
                    } else {
                        failed(next, unwrapped(failure));
                    }
                }));
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** The first attempt is the subscribers' to know of; later ones are repeated. */
    private void failed(Link from, Throwable why) {
        if (link != from) {
            return;
        }
        if (established) {
            again(from);
            return;
        }
        List<Channel> all = List.copyOf(channels.values());
        channels.clear();
        rest();
        all.forEach(channel -> channel.listeners.forEach(listener -> listener.fail(why)));
    }

    private void lost(Link from, Throwable why) {
        from.over = true;
        if (link == from) {
            LOG.warn("The connection that listens is lost, and is made again: {}", why.getMessage());
            channels.values().forEach(channel -> channel.active = false);
            again(from);
        }
    }

    private void again(Link from) {
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures, 10));
        failures++;
        later(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1), () -> {
            if (link == from) {
                connect();
            }
        });
    }

    /** One connection, from the attempt to make it to its loss. */
    private final class Link implements Hearing {
        private @Nullable BackendConnection connection;
        private boolean over;
        private boolean unneeded;

        void connected(BackendConnection made) {
            if (over) {
                return;
            }
            connection = made;
            if (unneeded) {
                made.close();
                return;
            }
            established = true;
            channels.forEach(this::listen);
            later(checks.toMillis(), this::check);
        }

        void listen(String name, Channel channel) {
            CompletionStage<?> answer = run("LISTEN " + quoted(name));
            if (answer == null) {
                return;
            }
            answer.whenComplete((nothing, failure) -> post(() -> {
                if (channels.get(name) != channel || link != this) {
                    return; // nobody wants it any more, or it has to be said again
                }
                if (failure == null) {
                    failures = 0;
                    channel.active = true;
                    channel.listeners.forEach(listener -> listener.hear(new Listening(name)));
                } else if (failure instanceof QueryException) {
                    channels.remove(name);
                    channel.listeners.forEach(listener -> listener.fail(failure));
                    restIfUnused();
                }
            }));
        }

        void unlisten(String name) {
            run("UNLISTEN " + quoted(name));
        }

        /** Null while there is no connection: what is wanted then is said when there is one. */
        private @Nullable CompletionStage<?> run(String sql) {
            BackendConnection open = connection;
            if (open == null || over) {
                return null;
            }
            CompiledSql control = CompiledSql.of(sql, CompiledSql.Kind.CONTROL, List.of(), List.of());
            return awaited(open.submit(CompiledQuery.of(control), RowSink.NONE).completion());
        }

        /** A server that does not answer is gone. */
        private <T> CompletionStage<T> awaited(CompletionStage<T> answer) {
            Future<?> alarm = later(
                    checks.toMillis(),
                    () -> drop(new ConnectionException(
                            "the server did not answer within " + checks.toMillis() + " ms", null, null)));
            return answer.whenComplete((result, failure) -> alarm.cancel(false));
        }

        private void drop(Throwable why) {
            BackendConnection open = connection;
            if (open != null && !over) {
                open.abort();
                lost(this, why);
            }
        }

        /** An idle connection can be gone without a word. */
        private void check() {
            BackendConnection open = connection;
            if (open != null && !over && link == this) {
                awaited(open.validate()).thenRun(() -> post(() -> later(checks.toMillis(), this::check)));
            }
        }

        CompletionStage<Void> close() {
            unneeded = true;
            BackendConnection open = connection;
            return open == null ? CompletableFuture.completedStage(null) : open.close();
        }

        @Override
        public void heard(Notification notification) {
            post(() -> {
                Channel channel = channels.get(notification.channel());
                if (channel != null && channel.active && link == this) {
                    channel.listeners.forEach(listener -> listener.hear(notification));
                }
            });
        }

        @Override
        public void closed(Throwable why) {
            post(() -> lost(this, why));
        }

        @Override
        public void notice(String text) {
            LOG.debug("{}", text);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
