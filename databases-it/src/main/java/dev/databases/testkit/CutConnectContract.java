package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.rules.Rule.CUT_02;
import static dev.databases.testkit.rules.Rule.CUT_03;
import static dev.databases.testkit.rules.Rule.CUT_05;
import static dev.databases.testkit.rules.Rule.POOL_05;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.Option;
import dev.databases.error.DatabaseException;
import dev.databases.testkit.rules.Proves;
import dev.databases.testkit.wrap.CutScript;
import dev.databases.testkit.wrap.CutScript.Cut;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Connecting that is cut at every point, and connections that nobody has seen go. */
abstract class CutConnectContract extends CuttableContract {
    CutConnectContract(BackendContract backend) {
        super(backend);
    }

    @TestFactory
    @Proves({CUT_02, CUT_03})
    final Stream<DynamicTest> connect_cutAtEveryPoint_failsAndWorksAfterwards() {
        return Stream.of(
                DynamicTest.dynamicTest("lost", () -> connectCut(Cut.DIE, false)),
                DynamicTest.dynamicTest("lost under forced rollback", () -> connectCut(Cut.DIE, true)),
                DynamicTest.dynamicTest("silent under forced rollback", () -> connectCut(Cut.SILENCE, true)));
    }

    /** Silence takes its time and is the same before the sending as after it, so it comes instead of answers only. */
    private void connectCut(Cut cut, boolean forced) {
        List<String> points = connectCut(0, cut, forced);
        for (int point = 1; point <= points.size(); point++) {
            if (cut != Cut.SILENCE || points.get(point - 1).startsWith("answer")) {
                connectCut(point, cut, forced);
            }
        }
    }

    private List<String> connectCut(int point, Cut cut, boolean forced) {
        CutScript script = new CutScript();
        Map<Option<?>, Object> options = new HashMap<>();
        options.put(DatabaseOptions.FORCE_ROLLBACK, forced);
        if (point > 0 && cut == Cut.SILENCE) {
            options.put(DatabaseOptions.CONNECT_TIMEOUT, SHORT);
        }
        Database database = closedAfterwards(cuttable(script, options));
        script.arm(point, cut, () -> {});
        CompletableFuture<Database> connecting = database.connect().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (point == 0) {
            connecting.join();
        } else {
            failsWith(DatabaseException.class, connecting::join);
        }
        script.disarm();
        Database again = point == 0 ? database : closedAfterwards(cuttable(script, Map.of()));
        again.connect().join();
        assertEquals(Optional.of(1L), again.fetchVal("SELECT 1", Long.class).join());
        database.disconnect().join();
        again.disconnect().join();
        assertEquals(0, script.open(), () -> "connections that nobody has closed; passed: " + script.points());
        return script.points();
    }

    @Test
    @Proves(CUT_05)
    final void connectionLostUnnoticed_isReplaced() {
        open();
        CutScript script = new CutScript();
        Database database = closedAfterwards(cuttable(
                script, Map.of(DatabaseOptions.VALIDATE_AFTER, Duration.ofNanos(1), DatabaseOptions.MAX_SIZE, 1)));
        database.connect().join();
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Optional.of(1L), database.fetchVal("SELECT 1", Long.class).join());
            script.loseUnnoticed();
        }
        assertEquals(Optional.of(1L), database.fetchVal("SELECT 1", Long.class).join());
    }

    @Test
    @Proves(POOL_05)
    final void disconnect_silentConnection_isDropped() {
        open().disconnect().join();
        CutScript script = new CutScript();
        Database database = closedAfterwards(cuttable(
                script, Map.of(DatabaseOptions.DISCONNECT_TIMEOUT, SHORT, DatabaseOptions.SETTLE_TIMEOUT, SHORT)));
        database.connect().join();
        script.arm(1, Cut.SILENCE, () -> {});
        CompletableFuture<?> silent = database.fetchAll("SELECT 1");
        database.disconnect().join();
        failsWith(
                DatabaseException.class,
                () -> silent.copy()
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join());
        awaitAllClosed();
    }
}
