package dev.databases.benchmarks;

/** Keys of existing notes in no order that a cache could like, the same ones in every run. For one thread. */
final class Keys {
    private final int count;
    private long state;

    Keys(int count) {
        this(count, 1);
    }

    private Keys(int count, long seed) {
        this.count = count;
        this.state = seed;
    }

    /** The next key. */
    long key() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return 1 + (state >>> 33) % count;
    }

    /** Another row of keys. */
    Keys next() {
        return new Keys(count, key());
    }
}
