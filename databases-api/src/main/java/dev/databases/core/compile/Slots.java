package dev.databases.core.compile;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The nodes of one statement that hold values, numbered in the order {@link Walk} met them; each node once. */
final class Slots {
    /** Up to so many nodes, looking at each is faster than hashing. */
    private static final int FEW = 8;

    private @Nullable Object[] nodes = new Object[FEW];
    private int size;
    private @Nullable Map<Object, Integer> numbers;

    /** Adds a node; returns its number if it is there already, else -1. */
    int add(Object node) {
        int known = indexOf(node);
        if (known >= 0) {
            return known;
        }
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, size * 2);
        }
        nodes[size] = node;
        if (numbers != null) {
            numbers.put(node, size);
        }
        size++;
        return -1;
    }

    /** The number of a node, -1 if it was not added. */
    int indexOf(Object node) {
        if (size <= FEW) {
            for (int i = 0; i < size; i++) {
                if (nodes[i] == node) {
                    return i;
                }
            }
            return -1;
        }
        Integer number = numbers().get(node);
        return number == null ? -1 : number;
    }

    private Map<Object, Integer> numbers() {
        Map<Object, Integer> map = numbers;
        if (map == null) {
            map = new IdentityHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(Objects.requireNonNull(nodes[i]), i);
            }
            numbers = map;
        }
        return map;
    }

    @Nullable
    Object node(int slot) {
        return nodes[slot];
    }
}
