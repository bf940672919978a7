package dev.databases.examples.notes;

import static dev.databases.examples.notes.Notes.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.databases.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A web service over a database with forced rollback: what one instance wrote, the next does not see. The counterpart of
 * the Python original's {@code test_integration}.
 */
class WebServiceTest {
    @TempDir
    Path folder;

    private String url;

    @BeforeEach
    void createTable() {
        url = "sqlite:///" + folder.resolve("notes.db");
        try (Database database = Database.connect(url).join()) {
            database.create(NOTES).join();
        }
    }

    /** POST adds a note, GET lists all; handlers answer from the stages, no thread waits. */
    private static final class Service implements AutoCloseable {
        private final Database database;
        private final HttpServer server;

        Service(String url) throws IOException {
            database = Database.builder(url).forceRollback(true).build();
            database.connect().join();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.createContext("/notes", this::handle);
            server.start();
        }

        private void handle(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            CompletableFuture<String> answer = exchange.getRequestMethod().equals("POST") ? add(body) : list();
            answer.handle((text, failure) -> failure == null ? text : "failed: " + failure)
                    .thenAccept(text -> send(exchange, text));
        }

        private CompletableFuture<String> add(String text) {
            return database.execute(NOTES.insert().set(NOTES.text, text)).thenApply(added -> text);
        }

        private CompletableFuture<String> list() {
            return database.fetchAll(NOTES.select(), Note.class)
                    .thenApply(notes -> notes.stream().map(Note::text).collect(Collectors.joining(",")));
        }

        private static void send(HttpExchange exchange, String text) {
            try (exchange) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (IOException gone) {
                throw new AssertionError(gone);
            }
        }

        URI notes() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/notes");
        }

        @Override
        public void close() {
            server.stop(0);
            database.close();
        }
    }

    @Test
    void service_forcedRollback_forgetsBetweenInstances() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (Service first = new Service(url)) {
            assertEquals(
                    "example",
                    send(client, HttpRequest.newBuilder(first.notes()).POST(BodyPublishers.ofString("example"))));
            assertEquals("example", send(client, HttpRequest.newBuilder(first.notes())));
        }
        try (Service second = new Service(url)) {
            assertEquals("", send(client, HttpRequest.newBuilder(second.notes())));
        }
    }

    private static String send(HttpClient client, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        return response.body();
    }
}
