package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.core.site.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is begun; made by the verb, on the thread of its caller.
 *
 * @param options what it is to be
 * @param caller the thread that waits for it, null if none does
 * @param site the place in the user's code, null if there is none
 */
record Beginning(
        TransactionOptions options,
        @Nullable Thread caller,
        @Nullable CallSite site) {
    static Beginning here(TransactionOptions options) {
        return new Beginning(options, BlockingCall.caller(), CallSite.here());
    }
}
