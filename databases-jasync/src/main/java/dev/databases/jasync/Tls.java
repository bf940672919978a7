package dev.databases.jasync;

import dev.databases.error.ConfigurationException;
import dev.databases.error.ConnectionException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Encryption: what the options say comes in, a context for all connections of a backend goes out; and handshakes. */
public final class Tls {
    private Tls() {}

    /**
     * Reads the files and makes a context. Blocks.
     *
     * @param verifies whether the server's certificate must be trusted
     * @param root the certificates to trust, in PEM form; null for those of the JDK
     * @param certificate our own certificate chain, null for none
     * @param key its private key, PKCS#8 in PEM form
     * @return the context
     * @throws ConfigurationException if a file cannot be read or is not what it should be
     */
    public static SslContext context(
            boolean verifies, @Nullable Path root, @Nullable Path certificate, @Nullable Path key) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient().sslProvider(SslProvider.JDK).endpointIdentificationAlgorithm(null);
            if (!verifies) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (root != null) {
                builder.trustManager(readable(root).toFile());
            }
            if (certificate != null && key != null) {
                builder.keyManager(readable(certificate).toFile(), readable(key).toFile());
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new ConfigurationException(
                    "The certificates or the key cannot be used: " + unusable.getMessage(),
                    "certificates are PEM files, the key is PKCS#8 in a PEM file without a password",
                    unusable);
        }
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigurationException("The file " + file + " cannot be read", null);
        }
        return file;
    }

    /** Begins to encrypt; the future is the handshake's. */
    static Future<Channel> begin(ChannelPipeline pipeline, PostgresLogin login) {
        SslContext context = login.tls();
        if (context == null) {
            throw new IllegalStateException("nothing was said about how to encrypt");
        }
        return begin(pipeline, context, login.host(), login.port(), login.verifiesHost());
    }

    static Future<Channel> begin(
            ChannelPipeline pipeline, SslContext context, String host, int port, boolean verifiesHost) {
        SSLEngine engine = context.newEngine(pipeline.channel().alloc(), host, port);
        if (verifiesHost) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        SslHandler handler = new SslHandler(engine);
        pipeline.addFirst(handler);
        return handler.handshakeFuture();
    }

    static ConnectionException failure(Object login, Throwable cause) {
        return new ConnectionException(
                "no encrypted connection to " + login + ": " + cause.getMessage(),
                "see that the certificate is trusted (sslrootcert) and, for verify-full, made for that host",
                cause);
    }
}
