package dev.databases.benchmarks;

import dev.databases.benchmarks.Entries.Entry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/** The sides of all comparisons, each one repeating an operation; what they need is opened when they are asked for. */
final class Workloads implements AutoCloseable {
    static final int NOTES = 10_000;
    static final int MANY_NOTES = 500_000;
    static final int LINKS = 100;
    static final int READERS = 16;
    static final int ENTRIES = 1_000;
    static final int WINDOW = 256;

    private final Opened opened = new Opened();
    private final Keys keys = new Keys(NOTES);

    // compiling

    Side compileBuilt() {
        Statements statements = new Statements();
        return each(i -> statements.built(i).arguments().length);
    }

    Side compileReused() {
        Statements statements = new Statements();
        return each(i -> statements.reused().arguments().length);
    }

    Side compileSearch() {
        Statements statements = new Statements();
        return each(i -> statements.search(i).arguments().length);
    }

    Side compileInsert() {
        Statements statements = new Statements();
        return each(i -> statements.insert(i).arguments().length);
    }

    Side compileText() {
        Statements statements = new Statements();
        return each(i -> statements.text(i).arguments().length);
    }

    /** What takes one microsecond of CPU time, to compare with. */
    Side microsecond() {
        return operations -> {
            long end = Meter.cpuOfThread() + operations * 1_000L;
            long digest = 1;
            while (Meter.cpuOfThread() < end) {
                digest++;
            }
            return digest;
        };
    }

    // one row; an operation is one row

    Side chain() throws Exception {
        Library library = opened.library("notes", NOTES);
        return rows -> inChains(library, rows);
    }

    Side chainOfOneStatement() throws Exception {
        Library library = opened.library("notes", NOTES);
        return rows -> inChains(rows, links -> library.chainOfOneStatement(keys, links));
    }

    private long inChains(Library library, int rows) {
        return inChains(rows, links -> library.chain(keys, links));
    }

    private static long inChains(int rows, IntFunction<CompletableFuture<Long>> chain) {
        long digest = 0;
        for (int left = rows; left > 0; left -= LINKS) {
            digest += chain.apply(Math.min(LINKS, left)).join();
        }
        return digest;
    }

    /** Without core, on a connection that nobody else uses. */
    Side backend(boolean compilesAnew) throws Exception {
        OneConnection connection = opened.connection("notes", NOTES, compilesAnew);
        return rows -> inChains(rows, links -> connection.chain(keys, links));
    }

    Side blocking() throws Exception {
        Library library = opened.library("notes", NOTES);
        return each(i -> library.fetchOneBlocking(keys.key()));
    }

    Side blockingText() throws Exception {
        Library library = opened.library("notes", NOTES);
        return each(i -> library.fetchOneByText(keys.key()));
    }

    Side jdbc() throws Exception {
        PlainJdbc jdbc = opened.jdbc("notes", NOTES);
        return rows -> {
            long digest = 0;
            for (int i = 0; i < rows; i++) {
                digest += jdbc.fetchOne(keys.key());
            }
            return digest;
        };
    }

    // many readers; an operation is one row for each of them

    Side readers() throws Exception {
        Library library = opened.library("notes", NOTES);
        return links -> library.chains(keys, READERS, links);
    }

    Side oneReader() throws Exception {
        Library library = opened.library("notes", NOTES);
        return links -> inChains(library, links * READERS);
    }

    Side jdbcThreads() throws Exception {
        JdbcThreads threads = opened.threads("notes", NOTES, READERS);
        return rows -> threads.fetchOnes(keys, rows);
    }

    Side jdbcInTurn() throws Exception {
        Side jdbc = jdbc();
        return rows -> jdbc.run(rows * READERS);
    }

    // many rows to insert; an operation is all of them

    Side executeMany() throws Exception {
        List<Map<String, Object>> rows = entries();
        return inserting(library -> times -> library.executeMany(rows, times).join());
    }

    /** The caller waits for each of them. */
    Side executeManyJoined() throws Exception {
        List<Map<String, Object>> rows = entries();
        return inserting(library -> each(i -> library.executeMany(rows, 1).join()));
    }

    Side executeManyBlocking() throws Exception {
        List<Map<String, Object>> rows = entries();
        return inserting(library -> each(i -> library.executeManyBlocking(rows)));
    }

    /** The maps are made anew each time. */
    Side executeManyMapped() throws Exception {
        return inserting(library -> each(i -> library.executeManyBlocking(entries())));
    }

    private static List<Map<String, Object>> entries() {
        return Entries.some(ENTRIES).stream().map(Entry::asMap).toList();
    }

    private Side inserting(Function<Library, Side> way) throws Exception {
        Library library = opened.library("entries of the library", 1);
        Side side = way.apply(library);
        return operations -> {
            library.deleteEntries();
            return side.run(operations);
        };
    }

    Side jdbcBatch() throws Exception {
        PlainJdbc jdbc = opened.jdbc("entries of JDBC", 1);
        List<Entry> entries = Entries.some(ENTRIES);
        return operations -> {
            jdbc.deleteEntries();
            long inserted = 0;
            for (int i = 0; i < operations; i++) {
                inserted += jdbc.insertBatch(entries);
            }
            return inserted;
        };
    }

    // all rows; an operation is all of them

    Side iterate(int window) throws Exception {
        Library library = opened.library("many notes", MANY_NOTES);
        return each(i -> library.iterate(window));
    }

    Side iterateBlocking() throws Exception {
        Library library = opened.library("many notes", MANY_NOTES);
        return each(i -> library.iterateBlocking());
    }

    Side jdbcAll() throws Exception {
        PlainJdbc jdbc = opened.jdbc("many notes", MANY_NOTES);
        return operations -> {
            long digest = 0;
            for (int i = 0; i < operations; i++) {
                digest += jdbc.iterate();
            }
            return digest;
        };
    }

    private static Side each(IntToLongFunction operation) {
        return operations -> {
            long digest = 0;
            for (int i = 0; i < operations; i++) {
                digest += operation.applyAsLong(i);
            }
            return digest;
        };
    }

    @Override
    public void close() throws Exception {
        opened.close();
    }
}
