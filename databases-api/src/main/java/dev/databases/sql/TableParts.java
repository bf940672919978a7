package dev.databases.sql;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link Table}: declared by its fields and its constructor, read by the compiler. */
abstract sealed class TableParts extends TableColumns permits Table {
    private final Definition.Draft draft = new Definition.Draft();
    private volatile @Nullable Definition definition;

    TableParts() {}

    private Table self() {
        return (Table) this;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is one of that name
     * @throws IllegalStateException if the table is in use
     */
    @Override
    protected final <T> Column<T> column(String name, SqlType<T> type) {
        return add(new Column<>(self(), name, type));
    }

    final <T> Column<T> add(Column<T> column) {
        declaring();
        if (draft.columns.stream().anyMatch(other -> other.name().equals(column.name()))) {
            throw new IllegalArgumentException("table " + self().name() + " has two columns " + column.name());
        }
        draft.columns.add(column);
        return column;
    }

    final void declaring() {
        if (definition != null) {
            throw new IllegalStateException(
                    "table " + self().name() + " is in use: only its fields and its constructor declare columns");
        }
    }

    /**
     * Declares that no two rows have the same values in some columns.
     *
     * @param columns the columns, at least one
     */
    protected final void unique(Column<?>... columns) {
        declaring();
        draft.uniques.add(new Table.Unique(null, List.of(columns)));
    }

    /**
     * Declares what every row must fulfil.
     *
     * @param name the name of the constraint
     * @param condition the condition; values in it become literals
     */
    protected final void check(String name, Expression<Boolean> condition) {
        declaring();
        draft.checks.add(new Table.Check(name, condition));
    }

    /**
     * Declares an index.
     *
     * @param name the name of the index
     * @param parts columns or other expressions, at least one
     */
    protected final void index(String name, Expression<?>... parts) {
        declaring();
        draft.indexes.add(new Index(name, self(), List.of(parts), false));
    }

    /**
     * Declares a unique index.
     *
     * @param name the name of the index
     * @param parts columns or other expressions, at least one
     */
    protected final void uniqueIndex(String name, Expression<?>... parts) {
        declaring();
        draft.indexes.add(new Index(name, self(), List.of(parts), true));
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

    final Definition definition() {
        Definition made = definition;
        if (made == null) {
            made = Definition.of(self(), draft);
            definition = made; // another thread may make it too: both are the same
        }
        return made;
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
            throw new NoSuchElementException("table " + self().name() + " has no column " + name + ", only "
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
            throw new NoSuchElementException("column " + found + " is " + found.type() + ", not " + column.type());
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
        return draft.columns.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElse(null);
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
    public final List<Table.Unique> uniques() {
        return definition().uniques();
    }

    /**
     * Returns the check constraints.
     *
     * @return the constraints
     */
    public final List<Table.Check> checks() {
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
}
