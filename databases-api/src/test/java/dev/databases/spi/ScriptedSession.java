package dev.databases.spi;

import dev.databases.config.TransactionOptions;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A blocking driver: {@code n rows} gives n rows, a text with {@code blocks} waits until the test lets it go or it is
 * interrupted, one with {@code fails} is refused, one with {@code breaks} throws what a driver should not.
 */
final class ScriptedSession implements BlockingSession {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> blocked = new LinkedBlockingQueue<>();
    final Semaphore go = new Semaphore(0);
    final AtomicInteger interrupts = new AtomicInteger();
    final AtomicInteger wrong = new AtomicInteger();
    volatile BackendConnection.Status status = BackendConnection.Status.IDLE;
    private volatile @Nullable String running;
    private volatile @Nullable String interrupted;
    private volatile boolean closed;

    private void call(String what) {
        calls.add(what);
        threads.add(Thread.currentThread());
        if (closed) {
            wrong.incrementAndGet();
        }
    }

    @Override
    public Rows run(CompiledQuery query) {
        String sql = query.sql();
        call(sql);
        interrupted = null;
        running = sql;
        if (sql.contains("blocks")) {
            block(sql);
        }
        return answer(sql);
    }

    private Rows answer(String sql) {
        if (sql.equals(interrupted) || sql.contains("fails")) {
            running = null;
            throw new QueryException(new ServerError("refused", null, 1, false), sql, null, null);
        }
        if (sql.contains("breaks")) {
            running = null;
            throw new UnsupportedOperationException("a bug of the driver");
        }
        return new CountedRows(sql.endsWith(" rows") ? Integer.parseInt(sql.split(" ")[0]) : 0);
    }

    private void block(String sql) {
        blocked.add(sql);
        try {
            if (!go.tryAcquire(10, TimeUnit.SECONDS)) {
                wrong.incrementAndGet();
            }
        } catch (InterruptedException never) {
            wrong.incrementAndGet();
        }
    }

    @Override
    public Rows runMany(CompiledBatch batch) {
        return run(CompiledQuery.of(batch.statement()));
    }

    @Override
    public void interrupt() {
        interrupts.incrementAndGet();
        String now = running;
        if (now != null) {
            interrupted = now;
            if (now.contains("blocks")) {
                go.release();
            }
        }
    }

    @Override
    public void begin(TransactionOptions options) {
        call("BEGIN");
        if (options.deferrable()) {
            throw new QueryException(new ServerError("no deferrable", null, 1, false), "BEGIN", null, null);
        }
        status = BackendConnection.Status.IN_TRANSACTION;
    }

    @Override
    public void commit() {
        call("COMMIT");
        if (status == BackendConnection.Status.FAILED_TRANSACTION) {
            throw new UnsupportedOperationException("a bug of the driver");
        }
        status = BackendConnection.Status.IDLE;
    }

    @Override
    public void rollback() {
        call("ROLLBACK");
        status = BackendConnection.Status.IDLE;
    }

    @Override
    public void validate() {
        call("VALIDATE");
    }

    @Override
    public void close() {
        call("CLOSE");
        closed = true;
    }

    @Override
    public Dialect dialect() {
        throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public BackendConnection.Status status() {
        return status;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }

    private final class CountedRows implements Rows {
        private final int count;
        private int next;

        CountedRows(int count) {
            this.count = count;
        }

        @Override
        public List<ResultColumn> columns() {
            return count == 0 ? List.of() : List.of(new ResultColumn("n", SqlType.ANY));
        }

        @Override
        public @Nullable Object @Nullable [] next() {
            return next < count ? new Object[] {next++} : null;
        }

        @Override
        public Completion completion() {
            return Completion.affected(count);
        }

        @Override
        public void close() {
            running = null;
        }
    }
}
