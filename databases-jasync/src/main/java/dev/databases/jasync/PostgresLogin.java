package dev.databases.jasync;

import dev.databases.error.DatabaseException;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom to connect to PostgreSQL.
 *
 * @param host the name of the server, for certificates
 * @param address its address
 * @param port its port
 * @param socket the file of the unix socket to connect to instead, null for none
 * @param user the user
 * @param password the password, null if there is none
 * @param settings what the startup message says beside the user: the database, and settings of the server
 * @param tls how to encrypt, null for not at all
 * @param verifiesHost whether the certificate must be for the host
 */
public record PostgresLogin(
        String host,
        InetAddress address,
        int port,
        @Nullable Path socket,
        String user,
        @Nullable String password,
        Map<String, String> settings,
        @Nullable SslContext tls,
        boolean verifiesHost) {

    /** Nothing of it but where it leads; the rest may be secret. */
    @Override
    public String toString() {
        return socket == null ? host + ":" + port : socket.toString();
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
        S welcomed(Greeting greeting);

        /**
         * The server sent an error.
         *
         * @param fields its fields by their codes
         * @return the error
         */
        DatabaseException refused(Map<Character, String> fields);
    }
}
