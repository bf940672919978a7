package dev.databases.core.compile;

import dev.databases.sql.Expression;
import dev.databases.sql.Node;
import dev.databases.sql.Operator;
import dev.databases.sql.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes operators with their operands, in parentheses where the databases could read it otherwise: their precedences
 * differ, so comparisons within comparisons and {@code ||} beside arithmetic always have them.
 */
final class OperationWriter {
    private final SqlWriter sql;
    private final ExpressionWriter expressions;
    private final @Nullable Scope scope;

    OperationWriter(SqlWriter sql, ExpressionWriter expressions, @Nullable Scope scope) {
        this.sql = sql;
        this.expressions = expressions;
        this.scope = scope;
    }

    void write(Node.Operation<?> operation) {
        Operator operator = operation.operator();
        List<Expression<?>> operands = operation.operands();
        switch (operator) {
            case NOT, NEGATE -> {
                sql.add(operator == Operator.NOT ? "NOT " : "-");
                operand(operator, operands, 0);
            }
            case IS_NULL, IS_NOT_NULL -> {
                operand(operator, operands, 0);
                sql.add(" ").add(operator.symbol());
            }
            case BETWEEN, NOT_BETWEEN -> {
                infix(operator, operands.subList(0, 2), " " + operator.symbol() + " ");
                sql.add(" AND ");
                operand(operator, operands, 2);
            }
            case LIKE, NOT_LIKE -> like(operator, operator.symbol(), operands);
            case ILIKE, NOT_ILIKE -> ilike(operator, operands);
            case IN, NOT_IN -> in(operator, operands);
            case CONCAT -> concat(operands);
            case DIVIDE -> infix(operator, operands, " " + division(operands) + " ");
            default -> infix(operator, operands, " " + operator.symbol() + " ");
        }
    }

    private String division(List<Expression<?>> operands) {
        return operands.stream().allMatch(each -> isInteger(each.type().kind()))
                ? sql.dialect().integerDivision()
                : Operator.DIVIDE.symbol();
    }

    private static boolean isInteger(SqlType.Kind kind) {
        return switch (kind) {
            case SMALLINT, INTEGER, BIGINT, UNSIGNED_BIGINT -> true;
            default -> false;
        };
    }

    private void infix(Operator operator, List<Expression<?>> operands, String symbol) {
        for (int i = 0; i < operands.size(); i++) {
            sql.add(i == 0 ? "" : symbol);
            operand(operator, operands, i);
        }
    }

    private void like(Operator operator, String symbol, List<Expression<?>> operands) {
        infix(operator, operands.subList(0, 2), " " + symbol + " ");
        escape(operator, operands);
    }

    private void escape(Operator operator, List<Expression<?>> operands) {
        if (operands.size() > 2) {
            sql.add(" ESCAPE ");
            operand(operator, operands, 2);
        }
    }

    private void ilike(Operator operator, List<Expression<?>> operands) {
        if (sql.dialect().hasIlike()) {
            like(operator, operator.symbol(), operands);
            return;
        }
        sql.add("lower(");
        expressions.write(operands.get(0), scope);
        sql.add(operator == Operator.ILIKE ? ") LIKE lower(" : ") NOT LIKE lower(");
        expressions.write(operands.get(1), scope);
        sql.add(")");
        escape(operator, operands);
    }

    private void in(Operator operator, List<Expression<?>> operands) {
        Expression<?> choices = operands.get(1);
        if (choices instanceof Node.Subquery<?>) {
            infix(operator, operands, " " + operator.symbol() + " ");
            return;
        }
        int places = expressions.places(choices);
        if (places == 0) {
            sql.add(operator == Operator.IN ? "1 = 0" : "1 = 1");
            return;
        }
        operand(operator, operands, 0);
        sql.add(" ").add(operator.symbol()).add(" (");
        expressions.choices(choices, places);
        sql.add(")");
    }

    private void concat(List<Expression<?>> operands) {
        if (sql.dialect().concatenatesByFunction()) {
            sql.add("concat(");
            expressions.list(operands, ", ", scope);
            sql.add(")");
        } else {
            infix(Operator.CONCAT, sql.dialect().concatenatesTextsOnly() ? asTexts(operands) : operands, " || ");
        }
    }

    private static List<Expression<?>> asTexts(List<Expression<?>> operands) {
        return operands.stream()
                .<Expression<?>>map(each -> isText(each.type().kind()) ? each : each.cast(SqlType.TEXT))
                .toList();
    }

    private static boolean isText(SqlType.Kind kind) {
        return kind == SqlType.Kind.TEXT || kind == SqlType.Kind.ENUM || kind == SqlType.Kind.ANY;
    }

    private void operand(Operator parent, List<Expression<?>> operands, int position) {
        Expression<?> operand = operands.get(position);
        boolean inParentheses = needsParentheses(parent, operand, position);
        sql.add(inParentheses ? "(" : "");
        expressions.write(operand, scope);
        sql.add(inParentheses ? ")" : "");
    }

    private boolean needsParentheses(Operator parent, Expression<?> operand, int position) {
        if (operand instanceof Node.Label<?> label) {
            return needsParentheses(parent, label.expression(), position);
        }
        if (operand instanceof Node.Verbatim<?> verbatim) {
            return isCompound(verbatim.sql());
        }
        if (operand instanceof Node.Value<?> value) {
            return parent == Operator.NEGATE && value.type().kind() != SqlType.Kind.ANY;
        }
        return operand instanceof Node.Operation<?> child && needsParentheses(parent, child.operator(), position);
    }

    private boolean needsParentheses(Operator parent, Operator child, int position) {
        if (child == Operator.CONCAT && sql.dialect().concatenatesByFunction()) {
            return false;
        }
        return switch (parent) {
            case AND, OR -> child.precedence() < parent.precedence();
            case NOT, NEGATE -> true;
            case CONCAT -> child != Operator.CONCAT;
            case PLUS, MINUS, TIMES, DIVIDE, MODULO ->
                child.precedence() < parent.precedence() || child.precedence() == parent.precedence() && position > 0;
            default -> child.precedence() <= parent.precedence();
        };
    }

    /**
     * Whether verbatim SQL is more than one term: something stands beside a blank or an operator, outside of quotes.
     */
    static boolean isCompound(String text) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            } else if (depth == 0 && " \t\n\r=<>!+-*/%|&^~".indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
