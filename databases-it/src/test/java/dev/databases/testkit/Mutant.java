package dev.databases.testkit;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.testkit.rules.Rule;
import dev.databases.testkit.wrap.WrappedBackend;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A backend that breaks one promise, and the rules that must notice; {@link MutantTest} sees to it that each does.
 *
 * @param name what it does wrong, in lower case with hyphens
 * @param rules each of which must have a test that fails
 * @param wrapper makes it of a backend that is all right
 * @param hangs whether those tests never end
 */
record Mutant(String name, List<Rule> rules, UnaryOperator<Backend> wrapper, boolean hangs) {
    static Mutant of(String name, UnaryOperator<BackendConnection> connections, Rule... rules) {
        return new Mutant(name, List.of(rules), backend -> new WrappedBackend(backend, connections), false);
    }

    Mutant thatHangs() {
        return new Mutant(name, rules, wrapper, true);
    }
}
