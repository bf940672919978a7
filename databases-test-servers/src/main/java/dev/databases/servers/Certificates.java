package dev.databases.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A key and its self-signed certificate as PEM files, made with the JDK's keytool: for a server, and for the client that is
 * to trust it.
 *
 * @param certificate the file of the certificate
 * @param key the file of the private key, which only its owner may read
 */
public record Certificates(Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /**
     * Makes them for a server.
     *
     * @param folder where the files will be
     * @param host the name of the server
     * @return the files
     * @throws IOException if they cannot be made
     */
    public static Certificates make(Path folder, String host) throws IOException {
        Path store = folder.resolve(host + ".p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-validity",
                "3650",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString());
        Commands.run(folder, Map.of(), command);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            Certificates made = in(folder, host);
            pem(made.certificate, "CERTIFICATE", keys.getCertificate("it").getEncoded());
            pem(made.key, "PRIVATE KEY", keys.getKey("it", PASSWORD).getEncoded());
            return made;
        } catch (GeneralSecurityException failure) {
            throw new IOException(failure);
        }
    }

    /** The ones of {@code localhost} that all servers of this machine may use. */
    static Certificates shared() {
        return in(Unpacked.folder("certificates", folder -> make(folder, "localhost")), "localhost");
    }

    private static Certificates in(Path folder, String host) {
        return new Certificates(folder.resolve(host + ".crt"), folder.resolve(host + ".key"));
    }

    private static void pem(Path file, String kind, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
