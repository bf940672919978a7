package dev.databases.core.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Leases in order, the first to come first. A lease is in one chain at most and leaves it from any place at no cost, however
 * many there are; that is what {@link Lease#older} and {@link Lease#newer} are for. Behind the pool's lock.
 */
final class Chain {
    private @Nullable Lease first;
    private @Nullable Lease last;
    private int size;

    @Nullable
    Lease first() {
        return first;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Lease lease) {
        insert(lease, null);
    }

    /** Puts a lease before another that is in the chain, at the end if that is null. */
    void insert(Lease lease, @Nullable Lease before) {
        Lease after = before == null ? last : before.older;
        lease.in = this;
        lease.older = after;
        lease.newer = before;
        if (after == null) {
            first = lease;
        } else {
            after.newer = lease;
        }
        if (before == null) {
            last = lease;
        } else {
            before.older = lease;
        }
        size++;
    }

    void remove(Lease lease) {
        Lease older = lease.older;
        Lease newer = lease.newer;
        if (older == null) {
            first = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            last = older;
        } else {
            newer.older = older;
        }
        lease.in = null;
        lease.older = null;
        lease.newer = null;
        size--;
    }

    Lease removeFirst() {
        Lease head = Objects.requireNonNull(first, "empty");
        remove(head);
        return head;
    }

    List<Lease> copy() {
        List<Lease> all = new ArrayList<>(size);
        for (Lease each = first; each != null; each = each.newer) {
            all.add(each);
        }
        return all;
    }
}
