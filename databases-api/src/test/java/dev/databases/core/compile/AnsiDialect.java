package dev.databases.core.compile;

import dev.databases.config.Feature;
import dev.databases.spi.Dialect;
import java.util.EnumSet;
import java.util.Set;

/** A database that speaks the standard: nothing but the defaults, with the features that a test gives it. */
final class AnsiDialect implements Dialect {
    private final Set<Feature> features;

    AnsiDialect() {
        this(EnumSet.allOf(Feature.class));
    }

    AnsiDialect(Set<Feature> features) {
        this.features = features;
    }

    @Override
    public String name() {
        return "ansi";
    }

    @Override
    public Set<Feature> features() {
        return features;
    }
}
