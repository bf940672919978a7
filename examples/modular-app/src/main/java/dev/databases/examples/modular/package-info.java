/** A program on the module path, which asks a database one question. */
@org.jspecify.annotations.NullMarked
package dev.databases.examples.modular;
