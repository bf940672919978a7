package dev.databases.benchmarks.peers;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The process of one peer: for each line {@code workload callers milliseconds} it answers with one line of figures. */
final class Worker {
    private static final long OWN_ID = ProcessHandle.current().pid();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Peer peer;
    private final ExecutorService callers = Executors.newCachedThreadPool();

    private Worker(Peer peer) {
        this.peer = peer;
    }

    /**
     * Runs until its input ends.
     *
     * @param arguments the name of the peer, host and port of the server
     * @throws IOException if the parent is gone
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        Worker worker = new Worker(Peer.of(arguments[0], arguments[1], Integer.parseInt(arguments[2])));
        out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            out.println(
                    worker.answer(Workload.valueOf(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2])));
        }
        Runtime.getRuntime().halt(0);
    }

    private String answer(Workload what, int concurrency, long millis) {
        try {
            return turn(what, concurrency, millis);
        } catch (RuntimeException | InterruptedException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return "failed " + cause.toString().replace('\n', ' ');
        }
    }

    private String turn(Workload what, int concurrency, long millis) throws InterruptedException {
        System.gc();
        List<Chain> chains = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(concurrency);
        double bytes = bytes();
        double cpu = CpuTime.of(OWN_ID);
        long start = System.nanoTime();
        for (int i = 0; i < concurrency; i++) {
            Chain chain = new Chain(peer, what, start + millis * 1_000_000, running);
            chains.add(chain);
            if (peer.blocks()) {
                callers.execute(chain::goOn);
            } else {
                chain.goOn();
            }
        }
        running.await();
        double nanos = System.nanoTime() - start;
        cpu = CpuTime.of(OWN_ID) - cpu;
        bytes = bytes() - bytes;
        long operations = chains.stream().mapToLong(Chain::operations).sum();
        return String.format(
                Locale.ROOT,
                "done %d %.3f %.3f %.1f",
                operations,
                operations * 1e9 / nanos,
                cpu / 1e3 / operations,
                bytes / operations);
    }

    private static double bytes() {
        double sum = 0;
        for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, each);
        }
        return sum;
    }
}
