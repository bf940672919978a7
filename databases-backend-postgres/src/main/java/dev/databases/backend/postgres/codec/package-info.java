/**
 * Values on their way to PostgreSQL and back: Java values into the bytes of a parameter, the bytes of a cell into Java
 * values, by the oid of the type.
 */
@NullMarked
package dev.databases.backend.postgres.codec;

import org.jspecify.annotations.NullMarked;
