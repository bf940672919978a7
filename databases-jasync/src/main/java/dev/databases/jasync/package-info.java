/**
 * What the wire backends share: event loops, and connecting by jasync.
 */
@NullMarked
package dev.databases.jasync;

import org.jspecify.annotations.NullMarked;
