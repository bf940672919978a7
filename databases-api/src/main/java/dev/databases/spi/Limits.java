package dev.databases.spi;

/**
 * What a backend bears, for core's pool.
 *
 * @param pipelineDepth how many requests a connection takes before it has answered the first; 1 for none
 * @param writers how many connections may write at the same time
 * @param connections how many connections there may be at all
 * @param parameters how many parameters a statement may have
 */
public record Limits(int pipelineDepth, int writers, int connections, int parameters) {
    /**
     * Checks the numbers.
     *
     * @param pipelineDepth how many requests a connection takes before it has answered the first
     * @param writers how many connections may write at the same time
     * @param connections how many connections there may be at all
     * @param parameters how many parameters a statement may have
     * @throws IllegalArgumentException if one is less than 1
     */
    public Limits {
        if (pipelineDepth < 1 || writers < 1 || connections < 1 || parameters < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}
