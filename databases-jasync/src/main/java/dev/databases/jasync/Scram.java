package dev.databases.jasync;

import com.github.jasync.sql.db.postgresql.messages.backend.AuthenticationMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.AuthenticationSASLContinueMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.AuthenticationSASLFinalMessage;
import com.github.jasync.sql.db.postgresql.messages.backend.AuthenticationSASLMessage;
import com.github.jasync.sql.db.postgresql.messages.frontend.ClientMessage;
import com.github.jasync.sql.db.postgresql.messages.frontend.SASLInitialResponse;
import com.github.jasync.sql.db.postgresql.messages.frontend.SASLResponse;
import com.ongres.scram.client.ScramClient;
import com.ongres.scram.client.ScramSession;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.stringprep.StringPreparations;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A login by SCRAM: the server's questions come in, answers go out, and in the end the server has proven that it knows the
 * password as well. jasync's own one takes no password with other characters than ASCII's, and works on the event loop.
 */
final class Scram {
    /** Some seconds of work. PostgreSQL asks for 4096 unless told otherwise; a server that is not ours may ask for any. */
    private static final int MOST_ITERATIONS = 4_000_000;

    private final String password;
    private final Executor slow;
    private @Nullable ScramSession session;
    private @Nullable CompletableFuture<ScramSession.ClientFinalProcessor> proof;
    private boolean proven;

    /** Begins nothing yet; what takes long is left to the executor. */
    Scram(String password, Executor slow) {
        this.password = password;
        this.slow = slow;
    }

    /** Whether the server owes a proof. */
    boolean isUnfinished() {
        return session != null && !proven;
    }

    static boolean asks(AuthenticationMessage question) {
        return question instanceof AuthenticationSASLMessage
                || question instanceof AuthenticationSASLContinueMessage
                || question instanceof AuthenticationSASLFinalMessage;
    }

    /** Answers, on any thread; empty if that was the server's last word. */
    CompletableFuture<Optional<ClientMessage>> answer(AuthenticationMessage question) throws ScramException {
        ScramSession begun = session;
        CompletableFuture<ScramSession.ClientFinalProcessor> made = proof;
        if (question instanceof AuthenticationSASLMessage offer && begun == null) {
            return CompletableFuture.completedFuture(Optional.of(begin(offer)));
        }
        if (question instanceof AuthenticationSASLContinueMessage more && begun != null && made == null) {
            return prove(begun.receiveServerFirstMessage(more.getSaslData()));
        }
        if (question instanceof AuthenticationSASLFinalMessage word && made != null && made.isDone()) {
            made.join().receiveServerFinalMessage(word.getSaslData());
            proven = true;
            return CompletableFuture.completedFuture(Optional.empty());
        }
        throw new ScramException("its messages are not in order");
    }

    private CompletableFuture<Optional<ClientMessage>> prove(ScramSession.ServerFirstProcessor asked)
            throws ScramException {
        if (asked.getIteration() > MOST_ITERATIONS) {
            throw new ScramException("it asks for " + asked.getIteration() + " iterations, and " + MOST_ITERATIONS
                    + " are the most that are done");
        }
        CompletableFuture<ScramSession.ClientFinalProcessor> made =
                CompletableFuture.supplyAsync(() -> asked.clientFinalProcessor(password), slow);
        proof = made;
        return made.thenApply(end -> Optional.of(new SASLResponse(end.clientFinalMessage())));
    }

    private SASLInitialResponse begin(AuthenticationSASLMessage offer) {
        ScramClient client = ScramClient.channelBinding(ScramClient.ChannelBinding.NO)
                .stringPreparation(StringPreparations.SASL_PREPARATION)
                .selectMechanismBasedOnServerAdvertised(
                        offer.getSupportedSASLMechanisms().toArray(String[]::new))
                .setup();
        ScramSession begun = client.scramSession("*"); // the server knows the user
        session = begun;
        return new SASLInitialResponse(client.getScramMechanism().getName(), begun.clientFirstMessage());
    }
}
