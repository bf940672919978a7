package dev.databases.benchmarks;

/** One of the two ways of doing the same that a {@link Comparison} compares. */
@FunctionalInterface
interface Side {
    /** Stands for a side that was not opened yet. */
    Side NONE = operations -> {
        throw new IllegalStateException("not opened");
    };

    /**
     * Does it.
     *
     * @param operations how often
     * @return a number that depends on all that was read, never 0
     * @throws Exception if it fails
     */
    long run(int operations) throws Exception;
}
