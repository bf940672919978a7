package dev.databases.sql;

/**
 * Something to be sent to a database, as data: users build it, the compiler turns it into SQL. Immutable.
 */
public sealed interface Statement
        permits Query, Insert, Update, Delete, CreateTable, DropTable, CreateIndex, DropIndex {}
