package dev.databases.benchmarks.peers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The CPU time of processes, of all their threads that live, as Linux counts it: in nanoseconds, not in ticks. */
final class CpuTime {
    private CpuTime() {}

    /** Returns nanoseconds; 0 if the process is gone or the system does not say. */
    static double of(long pid) {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        double sum = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                sum += ofThread(thread.resolve("schedstat"));
            }
        } catch (IOException gone) {
            return sum;
        }
        return sum;
    }

    private static double ofThread(Path statistics) {
        try {
            return Double.parseDouble(Files.readString(statistics).split(" ")[0]);
        } catch (IOException gone) {
            return 0;
        }
    }

    /**
     * Finds the server among what this process has started.
     *
     * @return its first process, which has started all others
     */
    static List<ProcessHandle> servers() {
        return ProcessHandle.current()
                .descendants()
                .filter(CpuTime::isServer)
                .filter(process -> process.parent().filter(CpuTime::isServer).isEmpty())
                .toList();
    }

    private static boolean isServer(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/postgres");
    }

    /** Returns nanoseconds of all sessions of servers. */
    static double of(List<ProcessHandle> servers) {
        return servers.stream()
                .flatMap(ProcessHandle::descendants)
                .mapToDouble(process -> of(process.pid()))
                .sum();
    }
}
