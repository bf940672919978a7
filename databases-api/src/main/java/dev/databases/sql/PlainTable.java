package dev.databases.sql;

import org.jspecify.annotations.Nullable;

/** A table without a class of its own: built at run time, an alias, or a query in FROM. */
final class PlainTable extends Table {
    PlainTable(@Nullable String schema, String name, @Nullable String alias, @Nullable Select<?> source) {
        super(schema, name, name.equals(alias) && source == null ? null : alias, source);
    }
}
