package dev.databases.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a {@link Select} but its outputs, for the compiler.
 *
 * @param isDistinct whether equal rows come once
 * @param from the tables named, without those that the columns imply
 * @param joins the joins, in order
 * @param where conditions that must all be true
 * @param groupBy the keys of the groups
 * @param having conditions on the groups that must all be true
 * @param orderBy what to order by
 * @param limit how many rows, null for all
 * @param offset how many rows to leave out, null for none
 */
public record Clauses(
        boolean isDistinct,
        List<Table> from,
        List<Join> joins,
        List<Expression<Boolean>> where,
        List<Expression<?>> groupBy,
        List<Expression<Boolean>> having,
        List<Expression<?>> orderBy,
        @Nullable Expression<Long> limit,
        @Nullable Expression<Long> offset) {
    static final Clauses NONE =
            new Clauses(false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, null);

    /** A copy while one clause of it is changed. The lists are immutable ones. */
    static final class Draft {
        boolean isDistinct;
        List<Table> from;
        List<Join> joins;
        List<Expression<Boolean>> where;
        List<Expression<?>> groupBy;
        List<Expression<Boolean>> having;
        List<Expression<?>> orderBy;

        @Nullable
        Expression<Long> limit;

        @Nullable
        Expression<Long> offset;

        Draft(Clauses original) {
            isDistinct = original.isDistinct;
            from = original.from;
            joins = original.joins;
            where = original.where;
            groupBy = original.groupBy;
            having = original.having;
            orderBy = original.orderBy;
            limit = original.limit;
            offset = original.offset;
        }

        Clauses done() {
            return new Clauses(isDistinct, from, joins, where, groupBy, having, orderBy, limit, offset);
        }
    }
}
