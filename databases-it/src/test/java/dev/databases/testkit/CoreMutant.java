package dev.databases.testkit;

import dev.databases.testkit.rules.Rule;
import java.util.List;

/**
 * A library that breaks one promise by itself, whatever the backend does; {@link MutantTest} sees to it that the rules
 * notice.
 *
 * @param name what it does wrong, in lower case with hyphens
 * @param file what is changed, below {@code dev/databases}
 * @param before the text that is there once
 * @param after the text that takes its place
 * @param rules each of which must have a test that fails
 * @param hangs whether that test never ends
 */
record CoreMutant(String name, String file, String before, String after, List<Rule> rules, boolean hangs) {
    static CoreMutant of(String name, String file, String before, String after, Rule... rules) {
        return new CoreMutant(name, file + ".java", before, after, List.of(rules), false);
    }

    CoreMutant thatHangs() {
        return new CoreMutant(name, file, before, after, rules, true);
    }

    @Override
    public String toString() {
        return name;
    }
}
