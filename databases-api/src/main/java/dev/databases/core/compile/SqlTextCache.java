package dev.databases.core.compile;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map for what was made of a text. What was not asked for since the last clearing goes first, so that a flood
 * of texts that come once leaves those that come always. Safe for many threads; a hit takes no lock.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class SqlTextCache<K, V> {
    private final ConcurrentMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final AtomicBoolean clearing = new AtomicBoolean();
    private final int most;

    SqlTextCache(int most) {
        this.most = most;
    }

    @Nullable
    V get(K key) {
        Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.touched();
    }

    /** Keeps a value, unless another thread was faster; returns the one that is kept. */
    V keep(K key, V value) {
        Entry<V> entry = new Entry<>(value);
        Entry<V> before = entries.putIfAbsent(key, entry);
        if (before != null) {
            return before.touched();
        }
        if (entries.size() > most && clearing.compareAndSet(false, true)) {
            try {
                clear(entry);
            } finally {
                clearing.set(false);
            }
        }
        return value;
    }

    int size() {
        return entries.size();
    }

    /** Makes room for a quarter; the second round takes what the first only marked. */
    private void clear(Entry<V> newest) {
        int tooMany = entries.size() - most + most / 4;
        for (int round = 0; round < 2; round++) {
            Iterator<Entry<V>> each = entries.values().iterator();
            while (tooMany > 0 && each.hasNext()) {
                Entry<V> entry = each.next();
                if (entry != newest && entry.isForgotten()) {
                    each.remove();
                    tooMany--;
                }
            }
        }
    }

    private static final class Entry<V> {
        private final V value;
        private volatile boolean touched;

        Entry(V value) {
            this.value = value;
        }

        V touched() {
            // Reading first keeps the memory shared between the threads that all hit the same entry.
            if (!touched) {
                touched = true;
            }
            return value;
        }

        boolean isForgotten() {
            boolean forgotten = !touched;
            touched = false;
            return forgotten;
        }
    }
}
