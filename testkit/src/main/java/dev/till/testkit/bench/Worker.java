package dev.till.testkit.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with one end of a system: obeys its input, one line a task, and answers each with one line.
 *
 * <pre>
 *   watch                   measure what arrives from now on
 *   clear                   forget what was measured
 *   pace UPDATES RATE       write so many, so many a second, each acknowledged
 *   report UPDATES          wait for so many to have arrived, then tell their latencies
 *   burst UPDATES KEYS      write so many as fast as can be; answers with the nanoseconds it took
 *   ask QUESTION            what only this system understands
 * </pre>
 */
final class Worker {

    private static final int PACED_KEYS = 1000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Contender contender;
    private final Latencies latencies = new Latencies();

    private Worker(Contender contender) {
        this.contender = contender;
    }

    /** {@code nats URL KEYS} or {@code till HOME NAME}. */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // what libraries print must not look like an answer
        try (var contender = open(args);
                var tasks = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var worker = new Worker(contender);
            answers.println("ready");
            for (var task = tasks.readLine(); task != null; task = tasks.readLine()) {
                answers.println(worker.answer(task));
            }
        }
        System.exit(0);
    }

    private static Contender open(String[] args) throws Exception {
        if (args[0].equals("nats")) {
            return new NatsEnd(args[1], NatsTls.of(Path.of(args[2])));
        }
        if (args[0].equals("till")) {
            return new TillEnd(Path.of(args[1]), args[2]);
        }
        throw new IllegalArgumentException("system: " + args[0] + " (expected: nats or till)");
    }

    private String answer(String task) {
        try {
            var words = task.split(" ", 2);
            var numbers = words.length == 1 ? "" : words[1];
            return switch (words[0]) {
                case "watch" -> watch();
                case "clear" -> clear();
                case "pace" -> pace(number(numbers, 0), number(numbers, 1));
                case "report" -> report(number(numbers, 0));
                case "burst" -> burst(number(numbers, 0), number(numbers, 1));
                default -> contender.ask(numbers);
            };
        } catch (Exception e) {
            e.printStackTrace();
            return "failed: " + e;
        }
    }

    private static int number(String numbers, int which) {
        return Integer.parseInt(numbers.split(" ", -1)[which]);
    }

    private String watch() throws Exception {
        contender.watch(value -> {
            long sent = Stamped.sent(value);
            if (sent >= 0) {
                latencies.add(System.nanoTime() - sent);
            }
        });
        return "watching";
    }

    private String clear() {
        latencies.clear();
        return "cleared";
    }

    private String pace(int updates, int rate) throws Exception {
        long step = 1_000_000_000L / rate;
        long next = System.nanoTime();
        for (int i = 0; i < updates; i++) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            contender.put("paced.k" + i % PACED_KEYS, Stamped.at(System.nanoTime()));
            next += step;
        }
        return "done";
    }

    private String report(int updates) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (latencies.count() < updates && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
        return latencies.json();
    }

    private String burst(int updates, int keys) throws Exception {
        long begun = System.nanoTime();
        contender.burst(updates, keys);
        return Long.toString(System.nanoTime() - begun);
    }
}
