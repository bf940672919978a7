package dev.databases.backend.mysql;

import io.netty.buffer.ByteBuf;

/**
 * What follows an error, whose packet does not tell whether a transaction is still open: the server is asked. Where it has
 * rolled back by itself, as after a deadlock, it is told to as well: MariaDB would begin another with the next statement
 * and never commit that.
 */
final class MyAftermath {
    private final MyRequest request;
    private boolean asked;
    private boolean wasOpen;

    MyAftermath(MyRequest request) {
        this.request = request;
    }

    boolean isUnderWay() {
        return asked;
    }

    /** Writes what is to be said next, if there is something; whether it is the last. */
    boolean write(ByteBuf out, MyBegin begin) {
        MySession session = request.session();
        if (!asked && !begin.wasRefused()) {
            asked = true;
            wasOpen = !session.isIdle();
            MyPackets.ping(out);
            request.expect(request.new Plain());
            return !wasOpen;
        }
        if (begin.wasRefused() || wasOpen && session.isIdle()) {
            MyPackets.query(out, "ROLLBACK");
            request.expect(request.new Plain());
        }
        return true;
    }

    void again() {
        asked = false;
    }
}
