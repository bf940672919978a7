/**
 * What a database is told before it is connected: where it is, how it is used, what it can do.
 *
 * <p>A {@link dev.databases.config.DatabaseUrl} is parsed from one line of text. Core and backend declare each setting
 * as an {@link dev.databases.config.Option}; {@link dev.databases.config.Options} holds the values that the URL and the
 * builder chose. Whatever does not fit is a {@link dev.databases.error.ConfigurationException}.
 */
@NullMarked
package dev.databases.config;

import org.jspecify.annotations.NullMarked;
