package dev.databases.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plain sqlite-jdbc in several threads, each with a connection of its own. */
final class JdbcThreads implements AutoCloseable {
    private final List<PlainJdbc> connections = new ArrayList<>();
    private final ExecutorService threads;

    JdbcThreads(Path file, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            connections.add(new PlainJdbc(file));
        }
        threads = Executors.newFixedThreadPool(count);
    }

    /** So many rows by key in each thread. */
    long fetchOnes(Keys keys, int each) throws InterruptedException, ExecutionException {
        List<Callable<Long>> readers = new ArrayList<>();
        for (PlainJdbc connection : connections) {
            Keys own = keys.next();
            readers.add(() -> {
                long digest = 0;
                for (int i = 0; i < each; i++) {
                    digest += connection.fetchOne(own.key());
                }
                return digest;
            });
        }
        long digest = 0;
        for (Future<Long> reader : threads.invokeAll(readers)) {
            digest += reader.get();
        }
        return digest;
    }

    @Override
    public void close() throws SQLException {
        threads.shutdown();
        for (PlainJdbc connection : connections) {
            connection.close();
        }
    }
}
