package dev.databases.jasync;

import dev.databases.error.DatabaseException;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom to connect to MySQL or MariaDB.
 *
 * @param host the name of the server, for certificates and messages
 * @param port its port
 * @param address its address, or that of its unix socket
 * @param user the user
 * @param password the password, null if there is none
 * @param database the database, empty for none
 * @param attributes what the server shows about the connection, by name
 * @param tls how to encrypt, null for not at all
 * @param verifiesHost whether the certificate must be for the host
 * @param takesKey whether a password may be encrypted with a key that an unencrypted server has sent
 */
public record MysqlLogin(
        String host,
        int port,
        SocketAddress address,
        String user,
        @Nullable String password,
        String database,
        Map<String, String> attributes,
        @Nullable SslContext tls,
        boolean verifiesHost,
        boolean takesKey) {

    /**
     * Returns a copy with a password that was asked for anew.
     *
     * @param now the password, null if there is none
     * @return the copy
     */
    public MysqlLogin withPassword(@Nullable String now) {
        return new MysqlLogin(host, port, address, user, now, database, attributes, tls, verifiesHost, takesKey);
    }

    /** Whether nobody can listen who should not. */
    boolean isLocal() {
        return address instanceof java.net.UnixDomainSocketAddress;
    }

    /** Nothing of it but where it leads; the rest may be secret. */
    @Override
    public String toString() {
        return isLocal() ? host : host + ":" + port;
    }

    /**
     * What becomes of a login; called on the event loop.
     *
     * @param <S> the handler that takes over
     */
    public interface Outcome<S extends ChannelHandler> {
        /**
         * The server is ready: makes the handler that has the channel from now on.
         *
         * @param greeting what the server said
         * @return the handler, which is put into the channel's pipeline
         */
        S welcomed(MysqlGreeting greeting);

        /**
         * The server sent an error.
         *
         * @param code its number
         * @param state its SQLSTATE, empty if it has none yet
         * @param message what it says
         * @return the error
         */
        DatabaseException refused(int code, String state, String message);
    }
}
