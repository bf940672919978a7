package dev.databases.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.core.pool.PoolWorld.Budget;
import dev.databases.core.pool.PoolWorld.Plan;
import dev.databases.core.pool.PoolWorld.Step;
import dev.databases.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A few borrowers, and every order in which what happens to them can happen: in none is anything lost. */
class PoolOrdersTest {
    private static final Limits PLAIN = new Limits(1, 100, 100, 100);
    private static final Limits ONE_WRITER = new Limits(1, 1, 100, 100);
    private static final Limits SHARED = new Limits(2, 100, 100, 100);

    /** Walks through all orders: each is run anew from the start, along the choices of the one before and one other. */
    private static void explore(int atLeast, Supplier<PoolWorld> start) {
        List<Integer> choices = new ArrayList<>();
        int orders = 0;
        do {
            List<Integer> width = new ArrayList<>();
            List<Step> path = new ArrayList<>();
            PoolWorld world = start.get();
            List<Step> steps = world.steps();
            while (!steps.isEmpty()) {
                int depth = path.size();
                if (depth == choices.size()) {
                    choices.add(0);
                }
                width.add(steps.size());
                Step step = steps.get(choices.get(depth));
                path.add(step);
                world.happens(step);
                steps = world.steps();
            }
            world.atTheEnd();
            assertEquals(List.of(), world.problems(), () -> "after " + path);
            orders++;
            while (!choices.isEmpty() && choices.get(choices.size() - 1) + 1 == width.get(choices.size() - 1)) {
                choices.remove(choices.size() - 1);
            }
            if (!choices.isEmpty()) {
                choices.set(choices.size() - 1, choices.get(choices.size() - 1) + 1);
            }
        } while (!choices.isEmpty());
        int seen = orders;
        assertTrue(seen >= atLeast, () -> "only " + seen + " orders");
    }

    private static Budget nothing() {
        return new Budget(0, 0, 0, 0);
    }

    @Test
    void twoReaders_oneConnection_bothGiveUp() {
        explore(
                100,
                () -> new PoolWorld(
                        PLAIN,
                        1,
                        false,
                        nothing(),
                        Plan.reading().cancelling(),
                        Plan.reading().cancelling()));
    }

    @Test
    void threeReaders_oneConnection_oneGivesUp() {
        explore(
                400,
                () -> new PoolWorld(
                        PLAIN, 1, false, nothing(), Plan.reading().cancelling(), Plan.reading(), Plan.reading()));
    }

    @Test
    void twoReaders_twoConnections_oneFails_oneTimesOut() {
        explore(500, () -> new PoolWorld(PLAIN, 2, false, new Budget(1, 0, 1, 0), Plan.reading(), Plan.reading()));
    }

    @Test
    void readerAndWriters_oneConnection_oneGivesUp() {
        explore(
                500,
                () -> new PoolWorld(
                        ONE_WRITER, 1, false, nothing(), Plan.writing().cancelling(), Plan.writing(), Plan.reading()));
    }

    @Test
    void twoWriters_twoConnections_oneTimesOut() {
        explore(150, () -> new PoolWorld(ONE_WRITER, 2, false, new Budget(0, 0, 1, 0), Plan.writing(), Plan.writing()));
    }

    @Test
    void twoReaders_oneConnectionDies_orIsLeftDirty() {
        explore(100, () -> new PoolWorld(PLAIN, 1, false, new Budget(0, 1, 0, 0), Plan.reading(), Plan.reading()));
    }

    @Test
    void twoReaders_twice_signsOfLife_oneConnectionDies() {
        explore(
                500,
                () -> new PoolWorld(
                        PLAIN, 1, true, new Budget(0, 1, 0, 0), Plan.reading().times(2), Plan.reading()));
    }

    @Test
    void readerThatGivesUp_whileThePoolCloses() {
        explore(
                100,
                () -> new PoolWorld(
                        PLAIN, 1, false, new Budget(0, 0, 0, 1), Plan.reading().cancelling()));
    }

    @Test
    void twoReaders_whileThePoolCloses() {
        explore(1000, () -> new PoolWorld(PLAIN, 1, false, new Budget(0, 0, 0, 1), Plan.reading(), Plan.reading()));
    }

    @Test
    void twoSharingAndOneAlone_oneConnection() {
        explore(300, () -> new PoolWorld(SHARED, 1, false, nothing(), Plan.sharing(), Plan.sharing(), Plan.reading()));
    }

    @Test
    void twoSharing_signsOfLife_oneConnectionDies() {
        explore(200, () -> new PoolWorld(SHARED, 1, true, new Budget(0, 1, 0, 0), Plan.sharing(), Plan.sharing()));
    }
}
