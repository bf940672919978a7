package dev.databases.sql;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link Node.Operation} does with its operands, with the symbol in standard SQL and how tightly it binds. The
 * compiler puts parentheses by it; a dialect may write an operator in another way.
 */
public enum Operator {
    /** Disjunction of any number of operands. */
    OR("OR", 1),
    /** Conjunction of any number of operands. */
    AND("AND", 2),
    /** Negation of a condition. */
    NOT("NOT", 3),
    /** Equal. */
    EQ("=", 4),
    /** Not equal. */
    NE("<>", 4),
    /** Less than. */
    LT("<", 4),
    /** At most. */
    LE("<=", 4),
    /** More than. */
    GT(">", 4),
    /** At least. */
    GE(">=", 4),
    /** Is NULL. */
    IS_NULL("IS NULL", 4),
    /** Is not NULL. */
    IS_NOT_NULL("IS NOT NULL", 4),
    /** One of some values, or of the rows of a query. */
    IN("IN", 4),
    /** None of some values, or of the rows of a query. */
    NOT_IN("NOT IN", 4),
    /** Between two bounds, both included; three operands. */
    BETWEEN("BETWEEN", 4),
    /** Outside of two bounds; three operands. */
    NOT_BETWEEN("NOT BETWEEN", 4),
    /** Matches a pattern; a third operand is the escape character. */
    LIKE("LIKE", 4),
    /** Does not match a pattern; a third operand is the escape character. */
    NOT_LIKE("NOT LIKE", 4),
    /** Matches a pattern without regard to case; a third operand is the escape character. */
    ILIKE("ILIKE", 4),
    /** Does not match a pattern without regard to case; a third operand is the escape character. */
    NOT_ILIKE("NOT ILIKE", 4),
    /** One text after the other. */
    CONCAT("||", 5),
    /** Sum. */
    PLUS("+", 6),
    /** Difference. */
    MINUS("-", 6),
    /** Product. */
    TIMES("*", 7),
    /** Quotient, as the database divides: integers by integers may give an integer. */
    DIVIDE("/", 7),
    /** Remainder. */
    MODULO("%", 7),
    /** The number with the other sign. */
    NEGATE("-", 8);

    private final String symbol;
    private final int precedence;

    Operator(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    /**
     * Returns how standard SQL writes it.
     *
     * @return the symbol or the words
     */
    public String symbol() {
        return symbol;
    }

    /**
     * Returns how tightly it binds.
     *
     * @return a number, larger for tighter
     */
    public int precedence() {
        return precedence;
    }

    /** The operator that is true where this one is false and unknown where this one is, null if there is none. */
    @Nullable
    Operator negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case LT -> GE;
            case GE -> LT;
            case GT -> LE;
            case LE -> GT;
            case IS_NULL -> IS_NOT_NULL;
            case IS_NOT_NULL -> IS_NULL;
            case IN -> NOT_IN;
            case NOT_IN -> IN;
            case BETWEEN -> NOT_BETWEEN;
            case NOT_BETWEEN -> BETWEEN;
            case LIKE -> NOT_LIKE;
            case NOT_LIKE -> LIKE;
            case ILIKE -> NOT_ILIKE;
            case NOT_ILIKE -> ILIKE;
            default -> null;
        };
    }
}
