package dev.databases.core.pool;

import dev.databases.config.PoolMetrics;
import dev.databases.core.pool.ManualBackend.Call;
import dev.databases.core.pool.ManualBackend.Connection;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A pool and all that may happen to it, one step at a time on one thread. What the pool does under its lock and what it
 * does after it are two steps, so that whatever another thread could do in between can come in between here.
 */
final class PoolWorld {
    /** How often what is not part of a borrowing may happen. */
    static final class Budget {
        int failures;
        int deaths;
        int timeouts;
        int closes;

        Budget(int failures, int deaths, int timeouts, int closes) {
            this.failures = failures;
            this.deaths = deaths;
            this.timeouts = timeouts;
            this.closes = closes;
        }
    }

    /** What a task does with the connection that it gets. */
    record Plan(boolean exclusive, boolean writer, boolean mayCancel, int borrowings) {
        static Plan reading() {
            return new Plan(true, false, false, 1);
        }

        static Plan writing() {
            return new Plan(true, true, false, 1);
        }

        static Plan sharing() {
            return new Plan(false, false, false, 1);
        }

        Plan cancelling() {
            return new Plan(exclusive, writer, true, borrowings);
        }

        Plan times(int number) {
            return new Plan(exclusive, writer, mayCancel, number);
        }
    }

    /** Something that can happen next. */
    record Step(String name, Runnable happens) {
        @Override
        public String toString() {
            return name;
        }
    }

    private enum State {
        READY,
        ASKED,
        HAS,
        DONE
    }

    private final class Task implements Borrower {
        final int number;
        final Plan plan;
        int left;
        State state = State.READY;
        Lease lease;
        int told;
        boolean gaveUp;

        Task(int number, Plan plan) {
            this.number = number;
            this.plan = plan;
            this.left = plan.borrowings();
        }

        void ask() {
            state = State.ASKED;
            told = 0;
            gaveUp = false;
            lease = null;
            Lease asked = pool.acquire(plan.exclusive(), plan.writer(), this);
            if (lease == null) {
                lease = asked;
            }
        }

        @Override
        public void lent(Lease granted) {
            tell();
            lease = granted;
            state = State.HAS;
            acquired++;
            Connection connection = (Connection) granted.connection();
            int weight = plan.exclusive() ? 1_000 : 1;
            int users = uses.merge(connection, weight, Integer::sum);
            check(plan.exclusive() ? users == 1_000 : users <= limits.pipelineDepth(), "lent to too many: " + users);
            writing += plan.writer() ? 1 : 0;
            check(writing <= limits.writers(), "too many writers");
        }

        @Override
        public void refused(Throwable why) {
            tell();
            timedOut += why instanceof AcquireTimeoutException ? 1 : 0;
            ended();
        }

        private void tell() {
            told++;
            check(told == 1, "task " + number + " was told twice");
            check(state == State.ASKED, "task " + number + " was told when it was " + state);
        }

        private void ended() {
            left--;
            state = left == 0 ? State.DONE : State.READY;
        }

        void cancel() {
            gaveUp = true;
            if (lease.cancel()) {
                told++; // nothing may come any more
                ended();
            }
        }

        void giveBack(int how) {
            Connection connection = (Connection) lease.connection();
            uses.merge(connection, plan.exclusive() ? -1_000 : -1, Integer::sum);
            writing -= plan.writer() ? 1 : 0;
            connection.dirty |= how == 1;
            Lease held = lease;
            ended();
            if (how == 2) {
                held.destroy();
            } else {
                held.release();
            }
        }
    }

    final Limits limits;
    final ManualBackend backend;
    final ManualTimer timer = new ManualTimer();
    final Pool pool;
    private final Budget budget;
    private final List<Grants> untold = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Map<Connection, Integer> uses = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean closing;
    private int writing;
    private long acquired;
    private long timedOut;

    PoolWorld(Limits limits, int max, boolean validates, Budget budget, Plan... plans) {
        this.limits = limits;
        this.budget = budget;
        this.backend = new ManualBackend(limits);
        Duration second = Duration.ofSeconds(1);
        PoolSettings settings = new PoolSettings(
                0,
                max,
                second,
                second,
                second,
                Duration.ZERO,
                Duration.ZERO,
                validates ? Duration.ofNanos(1) : Duration.ZERO,
                Duration.ZERO,
                Status.IDLE);
        this.pool = new Pool(
                backend,
                connection -> CompletableFuture.completedStage(null),
                settings,
                timer,
                timer::now,
                this::decided);
        for (Plan plan : plans) {
            tasks.add(new Task(tasks.size(), plan));
        }
    }

    private void decided(Grants grants) {
        if (!grants.isEmpty()) {
            untold.add(grants);
        }
    }

    List<String> problems() {
        return problems;
    }

    private void check(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /** All that can happen now. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        tasks.forEach(task -> addSteps(task, steps));
        for (Grants each : List.copyOf(untold)) {
            steps.add(new Step("tell", () -> {
                untold.remove(each);
                each.tell();
            }));
        }
        backend.attempts.forEach(each -> {
            steps.add(new Step("connected", each::succeed));
            if (budget.failures > 0) {
                steps.add(new Step("not connected", () -> {
                    budget.failures--;
                    each.fail();
                }));
            }
        });
        for (Call each : backend.checks) {
            steps.add(new Step("answered", () -> {
                backend.checks.remove(each);
                if (each.of.open) {
                    each.complete(null);
                } else {
                    each.completeExceptionally(ManualBackend.down());
                }
            }));
        }
        for (Call each : backend.closings) {
            steps.add(new Step("closed", () -> {
                backend.closings.remove(each);
                each.of.open = false;
                each.complete(null);
            }));
        }
        addAccidents(steps);
        return steps;
    }

    private void addSteps(Task task, List<Step> steps) {
        String name = " " + task.number;
        switch (task.state) {
            case READY -> steps.add(new Step("ask" + name, task::ask));
            case ASKED -> {
                if (task.plan.mayCancel() && task.lease != null && !task.gaveUp) {
                    steps.add(new Step("cancel" + name, task::cancel));
                }
            }
            case HAS -> {
                steps.add(new Step("release" + name, () -> task.giveBack(0)));
                if (budget.deaths > 0) {
                    steps.add(new Step("leave dirty" + name, () -> {
                        budget.deaths--;
                        task.giveBack(1);
                    }));
                    steps.add(new Step("destroy" + name, () -> {
                        budget.deaths--;
                        task.giveBack(2);
                    }));
                }
            }
            case DONE -> {}
        }
    }

    private void addAccidents(List<Step> steps) {
        if (budget.deaths > 0) {
            backend.connections.stream()
                    .filter(each -> each.open)
                    .forEach(each -> steps.add(new Step("dies", () -> {
                        budget.deaths--;
                        each.die();
                    })));
        }
        boolean stuck = steps.isEmpty(); // time passes when nothing else is left, or as often as it may
        if (timer.waiting() > 0 && (stuck || budget.timeouts > 0)) {
            steps.add(new Step("time passes", () -> {
                budget.timeouts--;
                timer.runNext();
            }));
        }
        if (budget.closes > 0) {
            steps.add(new Step("close", () -> {
                budget.closes--;
                closing = true;
                pool.close(Duration.ofSeconds(1)).whenComplete((nothing, failure) -> closed.complete(null));
            }));
        }
    }

    /** Does one step, and looks whether all is as it must be. */
    void happens(Step step) {
        timer.tick();
        step.happens().run();
        noOneOvertakes();
        PoolMetrics now = pool.metrics();
        check(now.open() + now.opening() <= now.maxSize(), "too many connections: " + now);
        check(now.open() == now.idle() + now.lent(), "a connection is nowhere: " + now);
    }

    /** With signs of life to wait for, or connections to share, who asked later may well be told earlier. */
    private void noOneOvertakes() {
        for (Task early : tasks) {
            for (Task late : tasks) {
                if (early.state == State.ASKED
                        && late.state == State.HAS
                        && early.lease != null
                        && early.lease.in != null
                        && early.lease.lentAt == 0
                        && early.plan.equals(late.plan)
                        && early.lease.asked < late.lease.asked) {
                    problems.add("task " + late.number + " overtook task " + early.number);
                }
            }
        }
    }

    /** What must hold when nothing more can happen. */
    void atTheEnd() {
        for (Task each : tasks) {
            check(each.state == State.DONE, "task " + each.number + " was forgotten, " + each.state);
        }
        PoolMetrics now = pool.metrics();
        check(now.waiting() == 0 && now.opening() == 0, "somebody waits: " + now);
        check(now.lent() == 0, "a connection did not come back: " + now);
        check(now.open() == backend.open(), "connections were lost: " + backend.open() + " are open, " + now);
        check(now.created() - now.destroyed() == now.open(), "wrong totals: " + now);
        check(now.timedOut() == timedOut, "wrong totals: " + now);
        check(now.acquired() == acquired, "lent " + acquired + " times: " + now);
        check(!closing || closed.isDone(), "the pool was not drained");
    }
}
