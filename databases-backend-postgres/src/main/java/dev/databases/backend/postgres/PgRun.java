package dev.databases.backend.postgres;

import org.jspecify.annotations.Nullable;

/**
 * One prepared statement inside of a {@link PgExtended}, bound and run some times: what was sent of it, and what is
 * answered. A request has one, or one after the other.
 */
final class PgRun {
    final PgStatement statement;
    /** Its columns when it was sent; null if they are described with its first answer. */
    final @Nullable PgColumns known;
    /** It was sent to be parsed, and that is not answered. */
    boolean parses;

    boolean bound;
    private int unanswered;
    private @Nullable PgRun next;

    PgRun(PgStatement statement) {
        this.statement = statement;
        this.known = statement.columns();
        this.parses = !statement.isParsed();
    }

    /** It was sent to be run once more. */
    void sent() {
        unanswered++;
    }

    void answered() {
        unanswered--;
    }

    void add(PgRun run) {
        next = run;
    }

    /** Which one the next answer is for: this one, or the next if all of this is answered. */
    PgRun current() {
        PgRun following = next;
        return unanswered == 0 && following != null ? following : this;
    }

    /** What was refused, and what comes behind it, was not parsed if that was not answered. */
    void refuse() {
        for (PgRun run = this; run != null; run = run.next) {
            if (run.parses) {
                run.statement.parsed(false);
            }
        }
    }
}
