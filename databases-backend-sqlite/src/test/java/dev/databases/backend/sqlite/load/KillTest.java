package dev.databases.backend.sqlite.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed, again and again: what it was told is committed is there, and nothing by halves. */
class KillTest {
    private static final System.Logger LOG = System.getLogger(KillTest.class.getName());
    private static final int ROUNDS = 10;
    private static final int MOST_CONFIRMATIONS = 60;
    private static final long SECONDS_TO_END = 100;

    @TempDir
    Path folder;

    private String url() {
        return "sqlite:///" + folder.resolve("killed.db") + "?wal_autocheckpoint=40"; // checkpoints are hit as well
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void kill_atAnyPoint_losesNothingThatWasConfirmed() throws Exception {
        try (Database database = Database.connect(url()).join()) {
            database.create(Parts.PARTS).join();
        }
        Random random = new Random(1);
        long present = 0;
        int unconfirmed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long confirmed = confirmedBeforeKill(present, 1 + random.nextInt(MOST_CONFIRMATIONS));
            present = present();
            assertTrue(
                    present == confirmed || present == confirmed + 1,
                    confirmed + " were confirmed, " + present + " are there");
            unconfirmed += present > confirmed ? 1 : 0;
        }
        LOG.log(Level.INFO, "{0} transactions in {1} rounds, {2} of them unconfirmed", present, ROUNDS, unconfirmed);
    }

    private long present() {
        try (Database database = Database.connect(url()).join()) {
            assertEquals(
                    "ok",
                    database.blocking()
                            .fetchVal("PRAGMA integrity_check", String.class)
                            .orElseThrow());
            return Parts.check(database.blocking());
        }
    }

    /** Starts the program, kills it when it has confirmed so many transactions, and returns the last that it has. */
    private long confirmedBeforeKill(long present, int confirmations) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        Process process =
                new ProcessBuilder(command()).redirectError(errors.toFile()).start();
        CompletableFuture<Boolean> late = process.onExit()
                .thenApply(ended -> false)
                .completeOnTimeout(true, SECONDS_TO_END, TimeUnit.SECONDS)
                .whenComplete((hangs, failure) -> process.toHandle().destroyForcibly());
        long last = present;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null && line.equals(Committing.confirmation(last + 1))) {
                last++;
                if (last == present + confirmations) {
                    process.toHandle().destroyForcibly(); // the process itself would close the output unread
                }
            }
            assertTrue(last >= present + confirmations, Files.readString(errors));
            assertTrue(line == null || Committing.confirmation(last + 1).startsWith(line), line);
        }
        assertEquals(false, late.join());
        return last;
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp"));
        command.add(Stream.of(tests(), System.getProperty("jdk.module.path", ""), System.getProperty("java.class.path"))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(Committing.class.getName());
        command.add(url());
        return command;
    }

    /** Where the classes of the tests are; on the module path no property tells. */
    private static String tests() {
        Path root = Path.of(KillTest.class.getResource("KillTest.class").getPath());
        for (String part : KillTest.class.getName().split("\\.")) {
            root = root.getParent();
        }
        return root.toString();
    }
}
