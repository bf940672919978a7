package dev.databases.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.core.pool.PoolWorld.Budget;
import dev.databases.core.pool.PoolWorld.Plan;
import dev.databases.core.pool.PoolWorld.Step;
import dev.databases.spi.Limits;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many borrowers, and random orders of what can happen to them; the same orders each time, and no real time passes. */
class PoolModelTest {
    private static final int SEEDS = 12;
    private static final int TASKS = 32;
    private static final int STEPS = 10_000;

    private static PoolWorld world(Random random) {
        int depth = 1 + random.nextInt(3);
        Limits limits = new Limits(depth, 1 + random.nextInt(3), 100, 100);
        Plan[] plans = new Plan[TASKS];
        for (int i = 0; i < TASKS; i++) {
            plans[i] = new Plan(random.nextInt(3) > 0, random.nextInt(3) == 0, random.nextInt(3) == 0, 250);
        }
        Budget budget = new Budget(200, 400, 100, 0);
        return new PoolWorld(limits, 1 + random.nextInt(4), random.nextBoolean(), budget, plans);
    }

    @Test
    void anyOrderOfSteps_losesNothing() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            PoolWorld world = world(random);
            int done = 0;
            List<Step> steps = world.steps();
            while (!steps.isEmpty()) {
                world.happens(steps.get(random.nextInt(steps.size())));
                steps = world.steps();
                done++;
                int now = done;
                int which = seed;
                assertEquals(List.of(), world.problems(), () -> "seed " + which + ", step " + now);
            }
            world.atTheEnd();
            assertEquals(List.of(), world.problems(), "seed " + seed);
            int all = done;
            assertTrue(done >= STEPS, () -> "only " + all + " steps");
        }
    }
}
