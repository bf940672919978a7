package dev.databases.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Tables that belong together: defines tables at run time and orders all of them for creating and dropping. Build it on
 * one thread; it may be read by any.
 */
public final class Metadata {
    private final Map<String, Table> tables = new LinkedHashMap<>();

    /** Creates one without tables. */
    public Metadata() {}

    /**
     * Defines a table.
     *
     * @param name the name
     * @param columns the columns, made by {@link Sql#column}; the table gets copies of them
     * @return the table
     * @throws IllegalArgumentException if there is one of that name
     */
    public Table table(String name, Column<?>... columns) {
        PlainTable table = new PlainTable(null, name, null, null);
        for (Column<?> column : columns) {
            table.add(column.in(table));
        }
        add(table);
        return table;
    }

    /**
     * Adds tables that were defined elsewhere.
     *
     * @param added the tables
     * @return this metadata
     * @throws IllegalArgumentException if there is one of that name
     */
    public Metadata add(Table... added) {
        for (Table table : added) {
            if (tables.putIfAbsent(table.reference(), table) != null) {
                throw new IllegalArgumentException("there are two tables " + table.reference());
            }
        }
        return this;
    }

    /**
     * Finds a table.
     *
     * @param name the name, with its schema and a dot if it has one
     * @return the table
     * @throws NoSuchElementException if there is none, listing those that there are
     */
    public Table get(String name) {
        Table found = tables.get(name);
        if (found == null) {
            throw new NoSuchElementException("no table " + name + ", only " + tables.keySet());
        }
        return found;
    }

    /**
     * Returns the tables, every one after those that its foreign keys refer to.
     *
     * @return the tables, otherwise in the order they were added
     * @throws IllegalStateException if tables refer to each other in a circle, naming them
     */
    public List<Table> tables() {
        List<Table> sorted = new ArrayList<>(tables.size());
        tables.values().forEach(table -> visit(table, new LinkedHashSet<>(), sorted));
        return Collections.unmodifiableList(sorted);
    }

    private void visit(Table table, Set<Table> path, List<Table> sorted) {
        if (sorted.contains(table)) {
            return;
        }
        if (!path.add(table)) {
            throw new IllegalStateException("foreign keys form a circle: " + path);
        }
        for (ForeignKey key : table.foreignKeys()) {
            Table target = tables.get(key.target().reference());
            if (target != null && !target.equals(table)) {
                visit(target, path, sorted);
            }
        }
        path.remove(table);
        sorted.add(table);
    }

    /**
     * Returns what creates all tables and indexes that do not exist.
     *
     * @return the statements, in an order that works
     * @throws IllegalStateException if tables refer to each other in a circle
     */
    public List<Statement> createAll() {
        List<Statement> statements = new ArrayList<>();
        for (Table table : tables()) {
            statements.add(Sql.createTable(table).ifNotExists());
            table.indexes()
                    .forEach(index -> statements.add(Sql.createIndex(index).ifNotExists()));
        }
        return Collections.unmodifiableList(statements);
    }

    /**
     * Returns what drops all tables that exist.
     *
     * @return the statements, in an order that works
     * @throws IllegalStateException if tables refer to each other in a circle
     */
    public List<Statement> dropAll() {
        List<Table> reversed = new ArrayList<>(tables());
        Collections.reverse(reversed);
        return reversed.stream()
                .<Statement>map(table -> Sql.dropTable(table).ifExists())
                .toList();
    }
}
