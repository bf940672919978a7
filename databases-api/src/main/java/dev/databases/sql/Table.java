package dev.databases.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of the database. A subclass declares its columns as fields:
 *
 * <pre>{@code
 * final class Notes extends Table {
 *     static final Notes NOTES = new Notes("notes");
 *     final Column<Long> id = bigint("id").primaryKey();
 *     final Column<String> text = string("text", 100).notNull();
 *     private Notes(String name) { super("notes", name); }
 *     Notes as(String alias) { return new Notes(alias); }
 * }
 * }</pre>
 *
 * <p>The fields and the constructor may declare columns and constraints until the table is first used; from then on it
 * is immutable. Schemas known only at run time are built by {@link Metadata#table}.
 *
 * <p>Two tables are equal if they have the same schema, name, alias and columns.
 */
public abstract non-sealed class Table extends TableParts {
    private final @Nullable String schema;
    private final String name;
    private final @Nullable String alias;
    private final @Nullable Select<?> source;
    private final int hash;

    /**
     * Creates a table.
     *
     * @param name the name
     */
    protected Table(String name) {
        this(null, name, name);
    }

    /**
     * Creates a table, or an alias of it.
     *
     * @param name the name
     * @param alias what the statement calls it; the name itself for no alias
     */
    protected Table(String name, String alias) {
        this(null, name, alias);
    }

    /**
     * Creates a table, or an alias of it.
     *
     * @param schema the schema that holds it, null for the database's default
     * @param name the name
     * @param alias what the statement calls it; the name itself for no alias
     */
    protected Table(@Nullable String schema, String name, String alias) {
        this(schema, name, alias.equals(name) ? null : alias, null);
    }

    Table(@Nullable String schema, String name, @Nullable String alias, @Nullable Select<?> source) {
        this.schema = schema;
        this.name = Objects.requireNonNull(name, "name");
        this.alias = alias;
        this.source = source;
        this.hash = Objects.hash(schema, name, alias);
        if (name.isEmpty() || "".equals(alias)) {
            throw new IllegalArgumentException("a table needs a name");
        }
    }

    /**
     * Returns the schema that holds the table.
     *
     * @return the schema, empty for the database's default
     */
    public final Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /**
     * Returns the name of the table, whatever its alias.
     *
     * @return the name
     */
    public final String name() {
        return name;
    }

    /**
     * Returns the alias.
     *
     * @return what the statement calls the table, empty if it calls it by its name
     */
    public final Optional<String> alias() {
        return Optional.ofNullable(alias);
    }

    /**
     * Returns the query that this table stands for.
     *
     * @return the query, null unless made by {@link Select#as}
     */
    public final @Nullable Select<?> source() {
        return source;
    }

    /**
     * Selects all columns.
     *
     * @return the query
     */
    public final Select<Object> select() {
        return Select.all(this);
    }

    /**
     * Selects some columns or other expressions from this table.
     *
     * @param first the first column
     * @param rest the other columns
     * @param <T> the Java type of the first column
     * @return the query
     */
    public final <T> Select<T> select(Expression<T> first, Expression<?>... rest) {
        return Sql.select(first, rest).from(this);
    }

    /**
     * Begins an INSERT.
     *
     * @return an INSERT that sets no column yet
     */
    public final Insert insert() {
        return new Insert(this, List.of(List.of()));
    }

    /**
     * Begins an UPDATE.
     *
     * @return an UPDATE of all rows that sets no column yet
     */
    public final Update update() {
        return new Update(this, List.of(), List.of());
    }

    /**
     * Begins a DELETE.
     *
     * @return a DELETE of all rows
     */
    public final Delete delete() {
        return new Delete(this, List.of());
    }

    /**
     * Makes an alias without the fields of the subclass: {@code alias.column(NOTES.text)}.
     *
     * @param alias what the statement is to call the table
     * @return the alias
     */
    public final Table alias(String alias) {
        PlainTable copy = new PlainTable(schema, name, alias, source);
        columns().forEach(column -> copy.add(column.in(copy)));
        definition().foreignKeys().stream()
                .filter(key -> key.columns().stream().allMatch(column -> column.reference() == null))
                .forEach(key -> copy.foreignKey(key.in(copy)));
        return copy;
    }

    /** What columns are qualified with in messages. */
    final String reference() {
        if (alias != null) {
            return alias;
        }
        return schema == null ? name : schema + "." + name;
    }

    final int referenceHash() {
        return hash;
    }

    /**
     * Whether a statement calls both by the same name; two queries under one alias are called alike and are not equal.
     */
    final boolean isCalledLike(Table other) {
        return hash == other.hash
                && name.equals(other.name)
                && Objects.equals(alias, other.alias)
                && Objects.equals(schema, other.schema);
    }

    /**
     * Tells whether this and another object are the same table, perhaps under different aliases.
     *
     * @param other the other
     * @return true if schema and name are the same
     */
    public final boolean isSameTable(Table other) {
        return name.equals(other.name) && Objects.equals(schema, other.schema) && source == other.source;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Table that
                        && isCalledLike(that)
                        && source == that.source
                        && columns().equals(that.columns());
    }

    @Override
    public final int hashCode() {
        return hash;
    }

    /** Returns the name with its schema and alias. */
    @Override
    public final String toString() {
        String full = schema == null ? name : schema + "." + name;
        return alias == null ? full : full + " AS " + alias;
    }

    /**
     * A unique constraint.
     *
     * @param name the name, null to leave it to the database
     * @param columns the columns, at least one
     */
    public record Unique(@Nullable String name, List<Column<?>> columns) {
        /**
         * Copies the columns.
         *
         * @param name the name, null to leave it to the database
         * @param columns the columns, at least one
         * @throws IllegalArgumentException if there is none
         */
        public Unique {
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("a unique constraint needs a column");
            }
        }
    }

    /**
     * A check constraint.
     *
     * @param name the name of the constraint
     * @param condition what every row must fulfil
     */
    public record Check(String name, Expression<Boolean> condition) {
        /**
         * Checks for null.
         *
         * @param name the name of the constraint
         * @param condition what every row must fulfil
         */
        public Check {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(condition, "condition");
        }
    }
}
