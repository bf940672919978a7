package dev.databases.examples.h2;

import dev.databases.testkit.BackendContract;
import java.util.Optional;
import java.util.UUID;

/** H2 keeps the contract of all backends. */
final class H2ContractTest extends BackendContract {
    @Override
    protected String url() {
        return "h2:///" + UUID.randomUUID();
    }

    @Override
    protected Optional<String> slowQuery() {
        String numbers = "system_range(1, 1000000)";
        return Optional.of("SELECT sum(a.\"X\" * b.\"X\") FROM " + numbers + " a CROSS JOIN " + numbers + " b");
    }
}
