package dev.databases.examples.notes;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged to one logger while this is open. */
final class LogRecords extends Handler {
    private final Logger logger;
    private final CompletableFuture<LogRecord> first = new CompletableFuture<>();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LogRecords(String name, Level level) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
        logger.setLevel(level);
    }

    List<LogRecord> all() {
        return records;
    }

    List<String> messages() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /** Waits until something has been logged. */
    void awaitFirst() {
        first.orTimeout(30, TimeUnit.SECONDS).join();
    }

    void level(Level level) {
        logger.setLevel(level);
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
        first.complete(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}
