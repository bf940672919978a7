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
import org.jspecify.annotations.Nullable;

/**
 * A login by SCRAM: the server's questions come in, answers go out, and in the end the server has proven that it knows the
 * password as well. jasync's own one takes no password with other characters than ASCII's.
 */
final class Scram {
    private final String password;
    private @Nullable ScramSession session;
    private ScramSession.@Nullable ClientFinalProcessor last;
    private boolean proven;

    Scram(String password) {
        this.password = password;
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

    /** Answers; null if that was the server's last word. */
    @Nullable
    ClientMessage answer(AuthenticationMessage question) throws ScramException {
        if (question instanceof AuthenticationSASLMessage offer) {
            return begin(offer);
        }
        ScramSession begun = session;
        ScramSession.ClientFinalProcessor end = last;
        if (question instanceof AuthenticationSASLContinueMessage more && begun != null && end == null) {
            end = begun.receiveServerFirstMessage(more.getSaslData()).clientFinalProcessor(password);
            last = end;
            return new SASLResponse(end.clientFinalMessage());
        }
        if (question instanceof AuthenticationSASLFinalMessage proof && end != null) {
            end.receiveServerFinalMessage(proof.getSaslData());
            proven = true;
            return null;
        }
        throw new ScramException("its messages are not in order");
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
