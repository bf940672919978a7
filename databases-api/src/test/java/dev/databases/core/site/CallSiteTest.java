package dev.databases.core.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.sql.CallSites;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The tests of the library are in its own packages; the one of the expression language is no part of a call's way. */
class CallSiteTest {
    @Test
    void here_isTheFirstFrameOutsideOfTheLibrary() {
        String site = CallSites.site(CallSite::here).toString();
        assertTrue(site.contains("dev.databases.sql.CallSites.site(CallSites.java:"), site);
    }

    @Test
    void here_throughTheJdk_isStillTheUsers() {
        CompletableFuture<CallSite> made =
                CompletableFuture.completedFuture(1).thenApply(one -> CallSites.site(CallSite::here));
        assertTrue(made.join().toString().contains("CallSites.site"), made.join()::toString);
    }

    @Test
    void here_withoutAnyFrameOfTheUsers_saysSo() throws InterruptedException {
        CallSite[] seen = new CallSite[1];
        Thread thread = new Thread(() -> seen[0] = CallSite.here());
        thread.start();
        thread.join();
        assertEquals("a thread that runs none of your code", seen[0].toString());
        assertFalse(CallSites.site(CallSite::here).toString().startsWith("a thread"));
    }
}
