package dev.databases.jasync;

import com.github.jasync.sql.db.Configuration;
import com.github.jasync.sql.db.SSLConfiguration;
import com.github.jasync.sql.db.column.ColumnDecoderRegistry;
import com.github.jasync.sql.db.column.ColumnEncoderRegistry;
import com.github.jasync.sql.db.general.ColumnData;
import com.github.jasync.sql.db.postgresql.PostgreSQLConnection;
import dev.databases.error.ConnectionException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Logs in to PostgreSQL by jasync, and takes the channel from it when the server is ready for the first query. */
public final class PostgresConnecting {
    private PostgresConnecting() {}

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
            Loops loops, PostgresLogin login, Duration timeout, PostgresLogin.Outcome<S> outcome) {
        Attempt<S> attempt = new Attempt<>(login, outcome, loops.blocking());
        PostgreSQLConnection connection = new PostgreSQLConnection(
                configuration(loops, login, attempt), new Unused(), new Unused(), delegate -> delegate);
        Future<?> alarm = loops.group()
                .schedule(
                        () -> attempt.fail(
                                attempt.problem("did not answer within " + timeout.toMillis() + " ms", null)),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        CompletableFuture<?> connecting = UnixSocket.leading(login.socket(), connection::connect);
        connecting.whenComplete((connected, failure) -> {
            if (failure != null) {
                attempt.fail(refused(login, failure));
            }
        });
        return attempt.result().whenComplete((session, failure) -> {
            alarm.cancel(false);
            connecting.cancel(false); // stops jasync's own timer, which would close the channel
        });
    }

    private static Configuration configuration(Loops loops, PostgresLogin login, Attempt<?> attempt) {
        SSLConfiguration.Mode mode =
                login.tls() == null ? SSLConfiguration.Mode.Disable : SSLConfiguration.Mode.Require;
        return new Configuration(
                login.user(),
                login.address().getHostAddress(),
                login.port(),
                login.password(),
                null,
                new SSLConfiguration(mode, null, null, null),
                StandardCharsets.UTF_8,
                Integer.MAX_VALUE,
                PooledByteBufAllocator.DEFAULT,
                Integer.MAX_VALUE,
                null,
                null,
                List.of(),
                loops.group(),
                attempt);
    }

    private static Throwable refused(PostgresLogin login, Throwable failure) {
        return new ConnectionException(
                "no connection to " + login + ": " + failure.getMessage(), "is the server running there?", failure);
    }

    /** Nothing is encoded or decoded by jasync; its own registries would load classes that are left out. */
    private static final class Unused implements ColumnEncoderRegistry, ColumnDecoderRegistry {
        @Override
        public @Nullable String encode(@Nullable Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int kindOf(@Nullable Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object decode(ColumnData kind, ByteBuf value, Charset charset) {
            throw new UnsupportedOperationException();
        }
    }
}
