package dev.databases.testkit;

import static dev.databases.testkit.rules.Rule.CORE_01;
import static dev.databases.testkit.rules.Rule.CORE_02;
import static dev.databases.testkit.rules.Rule.CORE_03;
import static dev.databases.testkit.rules.Rule.CORE_06;
import static dev.databases.testkit.rules.Rule.CORE_07;
import static dev.databases.testkit.rules.Rule.CORE_08;
import static dev.databases.testkit.rules.Rule.CORE_16;
import static dev.databases.testkit.rules.Rule.CORE_19;
import static dev.databases.testkit.rules.Rule.CORE_20;
import static dev.databases.testkit.rules.Rule.CORE_26;
import static dev.databases.testkit.rules.Rule.POOL_03;
import static dev.databases.testkit.rules.Rule.TYPE_01;
import static dev.databases.testkit.rules.Rule.TYPE_02;
import static dev.databases.testkit.rules.Rule.TYPE_03;

import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledSql.Kind;
import dev.databases.spi.Completion;
import dev.databases.spi.ResultColumn;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Mutants that answer what is not so. */
final class AnswerMutants {
    private AnswerMutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>(rows());
        all.addAll(counts());
        all.addAll(values());
        all.addAll(errors());
        return all;
    }

    private static List<Mutant> rows() {
        return List.of(
                Mutant.of("rows-out-of-order", Answer.changed(answer -> Collections.reverse(answer.rows)), CORE_06),
                Mutant.of("last-row-dropped", Answer.changed(AnswerMutants::dropLast), CORE_06, CORE_08),
                Mutant.of("first-row-twice", Answer.changed(AnswerMutants::repeatFirst), CORE_06),
                Mutant.of("row-array-reused", Answer.changed(AnswerMutants::shareOneArray), CORE_06),
                Mutant.of("names-of-columns-lost", Answer.changed(AnswerMutants::renameColumns), CORE_06),
                Mutant.of("rows-of-returning-lost", Answer.changed(AnswerMutants::dropRowsOfWrites), CORE_26),
                Mutant.of(
                        "completes-before-its-rows",
                        Answer.told((answer, listener) -> {
                            answer.complete(listener.completion());
                            answer.feed(listener.rows());
                        }),
                        CORE_06));
    }

    private static void dropLast(Answer answer) {
        if (!answer.rows.isEmpty()) {
            answer.rows.remove(answer.rows.size() - 1);
        }
    }

    private static void repeatFirst(Answer answer) {
        if (!answer.rows.isEmpty() && !answer.isOfMany()) {
            answer.rows.add(0, answer.rows.get(0).clone());
        }
    }

    private static void shareOneArray(Answer answer) {
        if (!answer.rows.isEmpty()) {
            answer.rows = Collections.nCopies(answer.rows.size(), answer.rows.get(answer.rows.size() - 1));
        }
    }

    private static void renameColumns(Answer answer) {
        List<ResultColumn> columns = answer.columns;
        answer.columns = IntStream.range(0, columns.size())
                .mapToObj(i -> new ResultColumn("c" + i, columns.get(i).type()))
                .toList();
    }

    private static void dropRowsOfWrites(Answer answer) {
        if (answer.statement.kind() == Kind.WRITE) {
            answer.rows.clear();
        }
    }

    private static List<Mutant> counts() {
        return List.of(
                Mutant.of("counts-one-too-many", completed(counts -> more(counts, 1)), CORE_01, CORE_03),
                Mutant.of("counts-nothing", completed(counts -> more(counts, -counts.rowsAffected())), CORE_01),
                Mutant.of("counts-what-it-reads", Answer.changed(AnswerMutants::countRows), CORE_01),
                Mutant.of("keys-of-many-reversed", Answer.changed(AnswerMutants::reverseKeys), CORE_03),
                Mutant.of("keys-forgotten", Answer.changed(AnswerMutants::forgetKeys), CORE_02, CORE_03),
                Mutant.of("keys-for-updates", completed(AnswerMutants::inventKey), CORE_02));
    }

    private static UnaryOperator<BackendConnection> completed(UnaryOperator<Completion> change) {
        return Answer.changed(answer -> {
            Completion counts = answer.counts;
            if (counts != null) {
                answer.counts = change.apply(counts);
            }
        });
    }

    private static Completion more(Completion counts, long rows) {
        return counts.rowsAffected() == 0
                ? counts
                : new Completion(counts.rowsAffected() + rows, counts.generatedKeys());
    }

    private static void countRows(Answer answer) {
        if (answer.counts != null && answer.statement.kind() == Kind.UNKNOWN || answer.statement.kind() == Kind.READ) {
            answer.counts = Completion.affected(answer.rows.size());
        }
    }

    private static void reverseKeys(Answer answer) {
        if (answer.isOfMany() && answer.counts != null) {
            Collections.reverse(answer.rows);
            List<Object> keys = new ArrayList<>(answer.counts.generatedKeys());
            Collections.reverse(keys);
            answer.counts = new Completion(answer.counts.rowsAffected(), keys);
        }
    }

    private static void forgetKeys(Answer answer) {
        if (answer.counts != null) {
            dropRowsOfWrites(answer);
            answer.counts = Completion.affected(answer.counts.rowsAffected());
        }
    }

    private static Completion inventKey(Completion counts) {
        return counts.generatedKeys().isEmpty() ? new Completion(counts.rowsAffected(), List.of(7L)) : counts;
    }

    private static List<Mutant> values() {
        return List.of(
                Mutant.of(
                        "null-read-as-zero",
                        valued(value -> value == null ? (Object) 0L : value),
                        CORE_07,
                        CORE_08,
                        TYPE_03),
                Mutant.of("empty-text-read-as-null", valued(value -> "".equals(value) ? null : value), TYPE_01),
                Mutant.of("types-widened", valued(AnswerMutants::widened), TYPE_01, TYPE_02),
                Mutant.of("text-truncated", valued(AnswerMutants::truncated), TYPE_01),
                Mutant.of("microseconds-lost", valued(AnswerMutants::withoutMicros), TYPE_01, TYPE_02),
                Mutant.of("scale-lost", valued(AnswerMutants::withoutScale), TYPE_01),
                Mutant.of("offset-forgotten", valued(AnswerMutants::shifted), TYPE_01));
    }

    private static UnaryOperator<BackendConnection> valued(Function<@Nullable Object, @Nullable Object> change) {
        return Answer.changed(answer ->
                answer.rows.replaceAll(row -> Arrays.stream(row).map(change).toArray()));
    }

    private static @Nullable Object widened(@Nullable Object value) {
        return value instanceof Short || value instanceof Integer
                ? (Object) ((Number) value).longValue()
                : value instanceof Float single ? (Object) single.doubleValue() : value;
    }

    private static @Nullable Object truncated(@Nullable Object value) {
        return value instanceof String text && text.length() > 255 ? text.substring(0, 255) : value;
    }

    private static @Nullable Object withoutMicros(@Nullable Object value) {
        if (value instanceof LocalTime time) {
            return time.truncatedTo(ChronoUnit.SECONDS);
        }
        return value instanceof LocalDateTime timestamp ? timestamp.truncatedTo(ChronoUnit.SECONDS) : value;
    }

    private static @Nullable Object withoutScale(@Nullable Object value) {
        return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
    }

    private static @Nullable Object shifted(@Nullable Object value) {
        return value instanceof OffsetDateTime moment ? moment.plusHours(5) : value;
    }

    private static List<Mutant> errors() {
        return List.of(
                Mutant.of("error-without-sql", failing(AnswerMutants::withoutSql), CORE_16),
                Mutant.of("argument-in-message", Answer.changed(AnswerMutants::showArguments), CORE_19),
                Mutant.of("constraint-of-the-wrong-kind", failing(AnswerMutants::otherKind), CORE_20),
                Mutant.of(
                        "error-closes-connection",
                        Answer.told((answer, listener) -> {
                            if (answer.failure != null) {
                                listener.connection().abort();
                            }
                            answer.feed(listener.rows());
                            answer.complete(listener.completion());
                        }),
                        POOL_03));
    }

    private static UnaryOperator<BackendConnection> failing(UnaryOperator<Throwable> change) {
        return Answer.changed(answer -> {
            Throwable failure = answer.failure;
            if (failure != null) {
                answer.failure = change.apply(failure);
            }
        });
    }

    private static Throwable withoutSql(Throwable failure) {
        return failure.getClass() == QueryException.class
                ? new QueryException(new ServerError("it did not work", null, 0, false), "", null, null)
                : failure;
    }

    private static void showArguments(Answer answer) {
        if (answer.failure instanceof ConstraintViolationException violated) {
            String shown = "violated by " + Arrays.deepToString(answer.arguments.toArray());
            answer.failure = new ConstraintViolationException(
                    violated.violation(), null, new ServerError(shown, null, 0, false), answer.statement.sql(), null);
        }
    }

    private static Throwable otherKind(Throwable failure) {
        return failure instanceof ConstraintViolationException violated && violated.violation() == Violation.CHECK
                ? new ConstraintViolationException(
                        Violation.NOT_NULL, null, new ServerError("violated", null, 0, false), "", null)
                : failure;
    }
}
