package dev.databases.sql;

import java.util.List;
import java.util.NoSuchElementException;
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
 * <p>The fields and the constructor may declare columns and constraints until the table is first used; from then on it is
 * immutable. Schemas known only at run time are built by {@link Metadata#table}.
 *
 * <p>Two tables are equal if they have the same schema, name, alias and columns.
 */
public abstract non-sealed class Table extends TableColumns {
    private final @Nullable String schema;
    private final String name;
    private final @Nullable String alias;
    private final @Nullable Select<?> source;
    private final int hash;
    private final Definition.Draft draft = new Definition.Draft();
    private volatile @Nullable Definition definition;

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
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is one of that name
     * @throws IllegalStateException if the table is in use
     */
    @Override
    protected final <T> Column<T> column(String name, SqlType<T> type) {
        return add(new Column<>(this, name, type));
    }

    final <T> Column<T> add(Column<T> column) {
        declaring();
        if (draft.columns.stream().anyMatch(other -> other.name().equals(column.name()))) {
            throw new IllegalArgumentException("table " + name + " has two columns " + column.name());
        }
        draft.columns.add(column);
        return column;
    }

    final void declaring() {
        if (definition != null) {
            throw new IllegalStateException(
                    "table " + name + " is in use: only its fields and its constructor declare columns");
        }
    }

    /**
     * Declares that no two rows have the same values in some columns.
     *
     * @param columns the columns, at least one
     */
    protected final void unique(Column<?>... columns) {
        declaring();
        draft.uniques.add(new Unique(null, List.of(columns)));
    }

    /**
     * Declares what every row must fulfil.
     *
     * @param name the name of the constraint
     * @param condition the condition; values in it become literals
     */
    protected final void check(String name, Expression<Boolean> condition) {
        declaring();
        draft.checks.add(new Check(name, condition));
    }

    /**
     * Declares an index.
     *
     * @param name the name of the index
     * @param parts columns or other expressions, at least one
     */
    protected final void index(String name, Expression<?>... parts) {
        declaring();
        draft.indexes.add(new Index(name, this, List.of(parts), false));
    }

    /**
     * Declares a unique index.
     *
     * @param name the name of the index
     * @param parts columns or other expressions, at least one
     */
    protected final void uniqueIndex(String name, Expression<?>... parts) {
        declaring();
        draft.indexes.add(new Index(name, this, List.of(parts), true));
    }

    /**
     * Declares a foreign key of several columns, or one with a name.
     *
     * @param key the key, from columns of this table
     */
    protected final void foreignKey(ForeignKey key) {
        declaring();
        draft.foreignKeys.add(Objects.requireNonNull(key, "key"));
    }

    private Definition definition() {
        Definition made = definition;
        if (made == null) {
            made = Definition.of(this, draft);
            definition = made; // another thread may make it too: both are the same
        }
        return made;
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
     * Returns the columns in the order of their declaration.
     *
     * @return the columns; always the same list
     */
    public final List<Column<?>> columns() {
        return definition().columns();
    }

    /**
     * Finds a column by name.
     *
     * @param name the name
     * @return the column
     * @throws NoSuchElementException if there is none, listing those that there are
     */
    public final Column<?> column(String name) {
        Column<?> found = definition().byName().get(name);
        if (found == null) {
            throw new NoSuchElementException(
                    "table " + this.name + " has no column " + name + ", only "
                            + definition().byName().keySet());
        }
        return found;
    }

    /**
     * Finds the column of this alias, or of this query, that goes by the name and type of another.
     *
     * @param column a column of the table itself
     * @param <T> its Java type
     * @return the column of this one
     * @throws NoSuchElementException if there is none of that name and type
     */
    @SuppressWarnings("unchecked") // equal types have the same Java type
    public final <T> Column<T> column(Column<T> column) {
        Column<?> found = column(column.name());
        if (!found.type().equals(column.type())) {
            throw new NoSuchElementException(
                    "column " + column.name() + " of " + reference() + " is " + found.type() + ", not " + column.type());
        }
        return (Column<T>) found;
    }

    /**
     * Finds a column by name.
     *
     * @param name the name
     * @return the column, or null
     */
    public final @Nullable Column<?> find(String name) {
        Definition made = definition;
        if (made != null) {
            return made.byName().get(name);
        }
        return draft.columns.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
    }

    /**
     * Returns the columns of the primary key.
     *
     * @return the columns, possibly none
     */
    public final List<Column<?>> primaryKey() {
        return definition().primaryKey();
    }

    /**
     * Returns the column whose values the database generates: a single integer primary key without a default.
     *
     * @return the column, or null
     */
    public final @Nullable Column<?> generatedKey() {
        return definition().generatedKey();
    }

    /**
     * Returns the columns that an INSERT fills where it does not set them.
     *
     * @return the columns with a default on this side of the wire
     */
    public final List<Column<?>> defaulted() {
        return definition().defaulted();
    }

    /**
     * Returns the columns that an UPDATE fills where it does not set them.
     *
     * @return the columns with {@link Column#onUpdate}
     */
    public final List<Column<?>> updated() {
        return definition().updated();
    }

    /**
     * Returns the foreign keys.
     *
     * @return those of single columns first
     */
    public final List<ForeignKey> foreignKeys() {
        return definition().foreignKeys();
    }

    /**
     * Returns the unique constraints of the table, besides those of single columns.
     *
     * @return the constraints
     */
    public final List<Unique> uniques() {
        return definition().uniques();
    }

    /**
     * Returns the check constraints.
     *
     * @return the constraints
     */
    public final List<Check> checks() {
        return definition().checks();
    }

    /**
     * Returns the indexes.
     *
     * @return those of single columns first
     */
    public final List<Index> indexes() {
        return definition().indexes();
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

    /** Whether a statement calls both by the same name; two queries under one alias are called alike and are not equal. */
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
        /** Checks for null. */
        public Check {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(condition, "condition");
        }
    }
}
