/**
 * How to write a backend on a JDBC driver, for H2. Read the provider first, then the backend, the session and its rows; the
 * dialect, the types and the errors are what differs most from database to database.
 */
@NullMarked
package dev.databases.examples.h2;

import org.jspecify.annotations.NullMarked;
