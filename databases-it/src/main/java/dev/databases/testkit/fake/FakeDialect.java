package dev.databases.testkit.fake;

import dev.databases.config.Feature;
import dev.databases.spi.Dialect;
import java.util.Set;

/**
 * The dialect before a server was asked, and the one that the server then turns out to speak.
 *
 * @param name for messages
 * @param numbered whether placeholders have numbers
 */
record FakeDialect(String name, boolean numbered) implements Dialect {
    static final FakeDialect OFFLINE = new FakeDialect("fake", false);
    static final FakeDialect CONNECTED = new FakeDialect("fake 2.0", true);

    @Override
    public String placeholder(int position) {
        return numbered ? "$" + position : "?";
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.ERROR_ABORTS_TRANSACTION, Feature.ISOLATION_LEVELS, Feature.READ_ONLY_TRANSACTIONS);
    }
}
