package dev.databases.backend.mysql;

import dev.databases.backend.mysql.MyAnswer.Refused;
import dev.databases.jasync.MysqlBytes;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The first request of a session: its settings, and the variables that it has to know; all sent at once. */
final class MySetup extends MyRequest {
    private final List<String> settings;
    private String current = MyVariables.QUERY;

    MySetup(MySession session, List<String> settings) {
        super(session);
        this.settings = settings;
    }

    @Override
    boolean writeNext(ByteBuf out) {
        for (String setting : settings) {
            MyPackets.query(out, setting);
            expect(new Setting(setting));
        }
        MyPackets.query(out, MyVariables.QUERY);
        expect(new Variables());
        return true;
    }

    @Override
    protected String sql() {
        return current;
    }

    private void refused(String statement, Refused error) {
        current = statement;
        fail(MysqlErrors.of(
                error.code(), error.state(), error.message(), statement, "a new connection cannot be set up: "));
    }

    /** Rows of one are dropped. */
    private class Setting extends MyResults {
        private final String statement;

        Setting(String statement) {
            super(session().hasOldEnds());
            this.statement = statement;
        }

        @Override
        void begins(int size) {}

        @Override
        void column(ByteBuf packet) {}

        @Override
        void columnsEnd() {}

        @Override
        void row(ByteBuf packet) {}

        @Override
        void status(int flags) {
            session().status(flags);
        }

        @Override
        void refused(Refused error) {
            MySetup.this.refused(statement, error);
        }
    }

    private final class Variables extends Setting {
        Variables() {
            super(MyVariables.QUERY);
        }

        @Override
        void row(ByteBuf packet) {
            long longest = Long.parseLong(MysqlBytes.readText(packet));
            long step = Long.parseLong(MysqlBytes.readText(packet));
            session().variables(new MyVariables(longest, step));
        }
    }
}
