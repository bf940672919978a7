package dev.databases.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The files and connections that the sides of a comparison have asked for, closed together. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, Library> libraries = new HashMap<>();

    /** The library on a file, which is made with so many notes when it is first asked for. */
    Library library(String file, int notes) throws Exception {
        Library known = libraries.get(file);
        if (known == null) {
            known = opened(new Library(file(file, notes)));
            libraries.put(file, known);
        }
        return known;
    }

    OneConnection connection(String file, int notes, boolean compilesAnew) throws Exception {
        return opened(new OneConnection(file(file, notes), compilesAnew));
    }

    PlainJdbc jdbc(String file, int notes) throws Exception {
        return opened(new PlainJdbc(file(file, notes)));
    }

    JdbcThreads threads(String file, int notes, int count) throws Exception {
        return opened(new JdbcThreads(file(file, notes), count));
    }

    private Path file(String name, int notes) throws Exception {
        Path known = files.get(name);
        if (known == null) {
            known = opened(new Folder()).file(name.replace(' ', '-'), notes);
            files.put(name, known);
        }
        return known;
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.push(closeable);
        return closeable;
    }

    /** The last opened first: a folder goes after what uses its files. */
    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
