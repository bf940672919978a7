package dev.databases.benchmarks;

/** One of the two ways of doing the same that a {@link Comparison} compares. */
@FunctionalInterface
interface Side {
    /**
     * Does it.
     *
     * @param operations how often
     * @return a number that depends on all that was read, never 0
     */
    long run(int operations) throws Exception;
}
