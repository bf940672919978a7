/**
 * The expression language and the schema: immutable statements made of tables, columns and expressions, and the types
 * of their values. Pure data; what it means in SQL is the compiler's.
 */
@NullMarked
package dev.databases.sql;

import org.jspecify.annotations.NullMarked;
