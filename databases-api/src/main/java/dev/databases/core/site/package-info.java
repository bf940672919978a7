/** Where in the user's code something was asked for; for messages about what was left behind or came too late. */
@NullMarked
package dev.databases.core.site;

import org.jspecify.annotations.NullMarked;
