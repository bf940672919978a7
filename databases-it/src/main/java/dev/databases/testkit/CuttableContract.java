package dev.databases.testkit;

import dev.databases.Database;
import dev.databases.config.Option;
import dev.databases.testkit.wrap.CutBackend;
import dev.databases.testkit.wrap.CutScript;
import dev.databases.testkit.wrap.Wrappers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the contracts share that cut connections: databases on the backend under test whose connections follow a
 * script.
 */
abstract class CuttableContract extends TransactionalContract {
    /** For deadlines that are to pass. */
    static final Duration SHORT = Duration.ofMillis(30);

    /** For deadlines that are not. */
    static final long PATIENCE_SECONDS = 20;

    private static final AtomicLong NUMBERS = new AtomicLong();

    CuttableContract(BackendContract backend) {
        super(backend);
    }

    static long number() {
        return NUMBERS.incrementAndGet();
    }

    /** A database whose connections follow a script. */
    final Database cuttable(CutScript script, Map<Option<?>, Object> options) {
        String wrapper = "cut" + number();
        Wrappers.add(wrapper, inner -> new CutBackend(inner, script));
        try {
            Database.Builder builder = Database.builder(Wrappers.url(wrapper, url()));
            options.forEach((option, value) -> builder.option(option.name(), value));
            return builder.build();
        } finally {
            Wrappers.remove(wrapper);
        }
    }
}
