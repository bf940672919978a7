/**
 * What the library costs over plain sqlite-jdbc: JMH benchmarks for looking at one thing closely, and {@link Ratios} for
 * the figures of record.
 */
@NullMarked
package dev.databases.benchmarks;

import org.jspecify.annotations.NullMarked;
