package dev.databases.testkit;

import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import dev.databases.testkit.wrap.WrappedConnection;
import dev.databases.testkit.wrap.WrappedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The whole answer to one statement, for a mutant to change before it goes on. */
final class Answer implements RowSink {
    final CompiledSql statement;
    final List<@Nullable Object[]> arguments;
    List<ResultColumn> columns = List.of();
    List<@Nullable Object[]> rows = new ArrayList<>();

    @Nullable
    Completion counts;

    @Nullable
    Throwable failure;

    Answer(CompiledSql statement, List<@Nullable Object[]> arguments) {
        this.statement = statement;
        this.arguments = arguments;
    }

    @Override
    public void columns(List<ResultColumn> given) {
        columns = given;
    }

    @Override
    public boolean row(@Nullable Object[] values) {
        return rows.add(values);
    }

    /** Whether it answers many rows of arguments. */
    boolean isOfMany() {
        return arguments.size() > 1;
    }

    void feed(RowSink sink) {
        if (!columns.isEmpty()) {
            sink.columns(columns);
        }
        rows.forEach(sink::row);
    }

    void complete(CompletableFuture<Completion> completion) {
        if (failure == null) {
            completion.complete(counts);
        } else {
            completion.completeExceptionally(failure);
        }
    }

    /** Connections whose answers are changed by a function that alters them in place. */
    static UnaryOperator<BackendConnection> changed(Consumer<Answer> change) {
        return told((answer, sink) -> {
            change.accept(answer);
            answer.feed(sink.rows());
            answer.complete(sink.completion());
        });
    }

    /** Connections whose answers are told in a way of the mutant's own. */
    static UnaryOperator<BackendConnection> told(BiConsumer<Answer, Listener> telling) {
        return inner -> new WrappedConnection(inner) {
            @Override
            protected Request send(
                    CompiledSql statement,
                    List<@Nullable Object[]> arguments,
                    RowSink rows,
                    Function<RowSink, Request> below) {
                Answer answer = new Answer(statement, arguments);
                CompletableFuture<Completion> completion = new CompletableFuture<>();
                Request sent = below.apply(answer);
                sent.completion().whenComplete((counts, failure) -> {
                    answer.counts = counts;
                    answer.failure = failure;
                    telling.accept(answer, new Listener(inner, rows, completion));
                });
                return new WrappedRequest(sent) {
                    @Override
                    public CompletionStage<Completion> completion() {
                        return completion;
                    }
                };
            }
        };
    }

    /**
     * Whom to tell an answer.
     *
     * @param connection where it comes from
     * @param rows takes the rows
     * @param completion takes the end
     */
    record Listener(BackendConnection connection, RowSink rows, CompletableFuture<Completion> completion) {}
}
