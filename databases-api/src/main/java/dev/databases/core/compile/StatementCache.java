package dev.databases.core.compile;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The plans of the statements that {@link Compiler} has seen, by structure. Bounded: the oldest plan that was not used
 * since it was last looked at goes first. Any thread.
 */
final class StatementCache {
    /** Larger structures, such as an INSERT of a thousand rows, are not worth their memory. */
    private static final int LONGEST_KEY = 2_048;

    private final int capacity;
    private final Map<Key, Plan> plans = new ConcurrentHashMap<>();
    private final Queue<Key> ages = new ConcurrentLinkedQueue<>();

    StatementCache(int capacity) {
        this.capacity = capacity;
    }

    @Nullable
    Plan get(Key key) {
        Plan plan = plans.get(key);
        if (plan != null && !plan.used) {
            plan.used = true;
        }
        return plan;
    }

    /** Keeps a plan; returns the one to use, which is another thread's if that one was faster. */
    Plan put(Key key, Plan plan) {
        if (key.size() > LONGEST_KEY) {
            return plan;
        }
        Key kept = key.trimmed();
        Plan earlier = plans.putIfAbsent(kept, plan);
        if (earlier != null) {
            return earlier;
        }
        ages.add(kept);
        evict();
        return plan;
    }

    private void evict() {
        while (plans.size() > capacity) {
            Key oldest = ages.poll();
            if (oldest == null) {
                return;
            }
            Plan plan = plans.get(oldest);
            if (plan != null && plan.used) {
                plan.used = false;
                ages.add(oldest);
            } else {
                plans.remove(oldest);
            }
        }
    }

    int size() {
        return plans.size();
    }
}
