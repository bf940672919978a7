package dev.databases.core.task;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the running task is in: for each database, the innermost transaction or pinned connection. An immutable list,
 * innermost first; {@link TaskFuture} captures it when a dependent is registered and sets it around the dependent.
 *
 * <p>The carrier is a plain thread local that is set and restored, never inherited: a new thread is a new task.
 */
public final class TaskContext {
    private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

    private final Object owner;
    private final Object scope;
    private final @Nullable TaskContext outer;

    private TaskContext(Object owner, Object scope, @Nullable TaskContext outer) {
        this.owner = owner;
        this.scope = scope;
        this.outer = outer;
    }

    /** Returns what the current thread is in, null for nothing. */
    public static @Nullable TaskContext current() {
        return CURRENT.get();
    }

    /** Puts the current thread into a context and returns the one it was in. */
    public static @Nullable TaskContext swap(@Nullable TaskContext next) {
        TaskContext before = CURRENT.get();
        if (before != next) {
            CURRENT.set(next);
        }
        return before;
    }

    /** Returns the innermost scope of an owner, null if there is none. */
    public static @Nullable Object find(Object owner) {
        for (TaskContext context = CURRENT.get(); context != null; context = context.outer) {
            if (context.owner == owner) {
                return context.scope;
            }
        }
        return null;
    }

    /** Returns the current context with one more scope inside. */
    public static TaskContext entering(Object owner, Object scope) {
        return new TaskContext(owner, scope, CURRENT.get());
    }

    /** Returns the current context without the innermost scope of an owner, if it is the one given. */
    public static @Nullable TaskContext leaving(Object owner, Object scope) {
        return without(CURRENT.get(), owner, scope);
    }

    private static @Nullable TaskContext without(@Nullable TaskContext context, Object owner, Object scope) {
        if (context == null || context.owner == owner && context.scope == scope) {
            return context == null ? null : context.outer;
        }
        TaskContext rest = without(context.outer, owner, scope);
        return rest == context.outer ? context : new TaskContext(context.owner, context.scope, rest);
    }

    /** Runs something inside a context and restores the one before, also after an error. */
    public static <T> T call(@Nullable TaskContext context, Supplier<T> work) {
        TaskContext before = swap(context);
        try {
            return work.get();
        } finally {
            swap(before);
        }
    }
}
