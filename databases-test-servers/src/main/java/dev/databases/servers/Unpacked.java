package dev.databases.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Folders of programs that are filled once and found again by later runs, also by those that run at the same time. */
final class Unpacked {
    private static final ReentrantLock ONE_OF_THIS_JVM = new ReentrantLock();

    private Unpacked() {}

    /** Fills an empty folder. */
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /**
     * Returns the folder of this name and of this user below the one for temporary files; it becomes visible in one step,
     * so one that is there is complete.
     */
    static Path folder(String name, Filling filling) {
        Path below = Path.of(System.getProperty("java.io.tmpdir"));
        String own = "databases-" + name + "-" + System.getProperty("user.name");
        Path folder = below.resolve(own);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        ONE_OF_THIS_JVM.lock(); // a JVM that has the file's lock cannot wait for it again
        try (FileChannel file = FileChannel.open(
                        below.resolve(own + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (!Files.isDirectory(folder)) {
                fill(folder, filling);
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " could not be unpacked: " + failure.getMessage(), failure);
        } finally {
            ONE_OF_THIS_JVM.unlock();
        }
    }

    private static void fill(Path folder, Filling filling) throws IOException {
        Path fresh = folder.resolveSibling(folder.getFileName() + ".fresh");
        Folders.delete(fresh); // of one that was interrupted
        Files.createDirectory(fresh);
        filling.fill(fresh);
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
