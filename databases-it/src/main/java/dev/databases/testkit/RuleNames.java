package dev.databases.testkit;

import dev.databases.testkit.rules.Proves;
import dev.databases.testkit.rules.Rule;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Puts the ids of the rules that a test proves behind its name, so that a report of failures reads as a list of rules. */
final class RuleNames extends DisplayNameGenerator.Standard {
    /** Called by JUnit. */
    RuleNames() {}

    @Override
    public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> test, Method method) {
        Proves proves = method.getAnnotation(Proves.class);
        if (proves == null) {
            return method.getName();
        }
        String ids = Arrays.stream(proves.value()).map(Rule::id).collect(Collectors.joining(", "));
        return method.getName() + " [" + ids + "]";
    }
}
