/** The first program to run: a table, some rows, queries and a transaction on a SQLite file. */
@org.jspecify.annotations.NullMarked
package dev.databases.examples.notes;
