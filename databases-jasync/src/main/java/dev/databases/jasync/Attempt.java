package dev.databases.jasync;

import com.github.jasync.sql.db.postgresql.codec.MessageDecoder;
import com.github.jasync.sql.db.postgresql.codec.MessageEncoder;
import com.github.jasync.sql.db.postgresql.codec.PostgreSQLConnectionHandler;
import com.github.jasync.sql.db.postgresql.messages.backend.AuthenticationMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.AuthenticationOkMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.ErrorMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.ParameterStatusMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.ProcessData;
import com.github.jasync.sql.db.postgresql.messages.backend.ReadyForQueryMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.SSLResponseMessage;
import com.github.jasync.sql.db.postgresql.messages.frontend.StartupMessage;
import com.ongres.scram.common.exception.ScramException;
import dev.databases.error.ConnectionException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CodecException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import kotlin.Pair;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of jasync's to log in to a PostgreSQL server, watched from within its pipeline: {@link PostgresConnecting}
 * starts it, and gets the handler that has the channel afterwards.
 *
 * <p>jasync opens the socket and authenticates. What it would get wrong is taken from it here: the startup message gets all
 * settings, TLS is begun with our context, errors and the end of the channel are the outcome at once. It passes itself to
 * jasync as the executor of callbacks, by which the channel finds it again.
 */
final class Attempt<S extends ChannelHandler> extends ChannelDuplexHandler implements Executor {
    private final PostgresLogin login;
    private final PostgresLogin.Outcome<S> outcome;
    private final Executor slow;
    private final CompletableFuture<S> result = new CompletableFuture<>();
    private final Map<String, String> parameters = new HashMap<>();
    private volatile @Nullable Channel channel;
    private @Nullable ProcessData process;
    private boolean shakingHands;
    private @Nullable Scram scram;

    Attempt(PostgresLogin login, PostgresLogin.Outcome<S> outcome, Executor slow) {
        this.login = login;
        this.outcome = outcome;
        this.slow = slow;
    }

    CompletableFuture<S> result() {
        return result;
    }

    /** Runs jasync's callbacks where they arise. */
    @Override
    public void execute(Runnable callback) {
        callback.run();
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

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message instanceof StartupMessage ? startup() : message, promise);
    }

    private StartupMessage startup() {
        List<Pair<String, Object>> pairs = new ArrayList<>();
        pairs.add(new Pair<>("user", login.user()));
        login.settings().forEach((name, value) -> pairs.add(new Pair<>(name, value)));
        return new StartupMessage(pairs);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (shakingHands) {
            fail(problem("sent something unencrypted when encryption was agreed on", null));
        } else if (message instanceof SSLResponseMessage answer) {
            encrypt(context, answer.component1());
        } else if (message instanceof ErrorMessage error) {
            fail(outcome.refused(Map.copyOf(error.getFields())));
        } else if (message instanceof AuthenticationMessage question) {
            authenticate(context, question);
        } else if (message instanceof ParameterStatusMessage parameter) {
            parameters.put(parameter.getKey(), parameter.getValue());
        } else if (message instanceof ProcessData data) {
            process = data;
        } else if (message instanceof ReadyForQueryMessage) {
            takeOver(context);
        }
    }

    private void encrypt(ChannelHandlerContext context, boolean agreed) {
        if (!agreed) {
            fail(new ConnectionException(
                    login + " does not encrypt connections", "use sslmode=disable if that is meant to be so", null));
            return;
        }
        shakingHands = true;
        Tls.begin(context.pipeline(), login).addListener(done -> {
            shakingHands = false;
            if (done.isSuccess()) {
                context.writeAndFlush(startup());
            } else {
                fail(Tls.failure(login, done.cause()));
            }
        });
    }

    /** jasync answers, except to SCRAM. */
    private void authenticate(ChannelHandlerContext context, AuthenticationMessage question) {
        boolean welcome = question instanceof AuthenticationOkMessage;
        if (welcome && scram != null && scram.isUnfinished()) {
            fail(problem("let us in without proving that it knows the password", null));
        } else if (!welcome && login.password() == null) {
            fail(new ConnectionException(
                    login + " asks for a password", "give one in the URL or on the builder", null));
        } else if (Scram.asks(question)) {
            answer(context, question, login.password());
        } else {
            context.fireChannelRead(question);
        }
    }

    private void answer(ChannelHandlerContext context, AuthenticationMessage question, @Nullable String password) {
        Scram current = scram == null ? new Scram(password == null ? "" : password, slow) : scram;
        scram = current;
        try {
            current.answer(question)
                    .thenAcceptAsync(answer -> answer.ifPresent(context::writeAndFlush), context.executor())
                    .exceptionally(failure -> {
                        fail(disagreement(failure));
                        return null;
                    });
        } catch (ScramException | IllegalArgumentException failure) {
            fail(disagreement(failure));
        }
    }

    private ConnectionException disagreement(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return problem("and we could not agree by SCRAM: " + why.getMessage(), null);
    }

    private void takeOver(ChannelHandlerContext context) {
        ProcessData data = process;
        Greeting greeting = new Greeting(
                context.channel(),
                data == null ? 0 : data.getProcessId(),
                data == null ? 0 : data.getSecretKey(),
                Map.copyOf(parameters),
                login.tls());
        if (result.isDone()) {
            return;
        }
        S session = outcome.welcomed(greeting);
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addLast(session);
        pipeline.remove(PostgreSQLConnectionHandler.class);
        pipeline.remove(MessageEncoder.class);
        pipeline.remove(this);
        pipeline.remove(MessageDecoder.class);
        if (!result.complete(session)) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(problem("closed the connection while it was being made", null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable inner = cause instanceof CodecException && cause.getCause() != null ? cause.getCause() : cause;
        fail(
                inner instanceof SSLException
                        ? Tls.failure(login, inner)
                        : problem("could not be understood: " + inner.getMessage(), inner));
    }

    ConnectionException problem(String what, @Nullable Throwable cause) {
        return new ConnectionException(login + " " + what, null, cause);
    }

    /** Puts an attempt into the pipeline that jasync has made for it. */
    static final class Hook extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            PostgreSQLConnectionHandler handler = channel.pipeline().get(PostgreSQLConnectionHandler.class);
            if (handler != null && handler.getExecutionContext() instanceof Attempt<?> attempt) {
                channel.pipeline().addBefore(channel.pipeline().context(handler).name(), null, attempt);
            }
        }
    }
}
