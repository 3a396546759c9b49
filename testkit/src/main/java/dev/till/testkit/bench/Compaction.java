package dev.till.testkit.bench;

import dev.till.node.client.Change;
import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long a component waits for its writes to be acknowledged while the journal is folded into the store, beside how long it
 * waits while as much is written and nothing is folded. Both times somebody else imports changes over and over; with folding,
 * {@code till compact} follows each import.
 */
final class Compaction implements Benchmark {

    private static final String UNFOLDED = "unfolded";
    private static final int REGISTERS = 50_000;
    private static final int RATE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("compaction", UNFOLDED);
        // Journal files so large that none is full, and so folded, unless asked for.
        try (var node = TillProcess.at(
                        plan.directory().resolve("compaction"),
                        "--port",
                        "0",
                        "--no-discovery",
                        "--set",
                        "journal-segment-bytes=1073741824")
                .start()) {
            var changes = changes(plan.directory(), plan.whole(20_000, 5_000));
            node.till("apply", changes.toString()).orThrow();
            for (int i = 0; i <= plan.rounds(); i++) {
                var without = measure(node, changes, plan.whole(1_000, 200), false);
                var with = measure(node, changes, plan.whole(1_000, 200), true);
                if (i == 0) {
                    plan.progress("warm");
                    continue;
                }
                add(report, UNFOLDED, without);
                add(report, Report.TILL, with);
                plan.progress("round " + i + " done");
            }
        }
        return report;
    }

    /** What one turn found. */
    private record Turn(JsonMembers latencies, int folds) {}

    private static void add(Report report, String system, Turn turn) {
        for (var metric : new String[] {"p50_ms", "p90_ms", "p99_ms", "max_ms"}) {
            report.add(
                    system,
                    metric,
                    Double.parseDouble(turn.latencies().raw(metric).orElseThrow()));
        }
        report.add(system, "folds", turn.folds());
    }

    private static Turn measure(TillProcess node, Path changes, int writes, boolean folding) throws Exception {
        var latencies = new Latencies();
        var busy = new CompletableFuture<Void>();
        var importing = CompletableFuture.supplyAsync(() -> keepImporting(node, changes, folding, busy::isDone));
        try (var connection = Connection.open(node.home(), Waiting.atMost(PATIENCE))) {
            write(connection, writes, latencies);
        } finally {
            busy.complete(null);
        }
        return new Turn(JsonMembers.parse(latencies.json()), importing.join());
    }

    /** Returns how often it has folded. */
    private static int keepImporting(TillProcess node, Path changes, boolean folding, BooleanSupplier enough) {
        int folds = 0;
        while (!enough.getAsBoolean()) {
            node.till("apply", changes.toString()).orThrow();
            if (folding) {
                node.till("compact").orThrow();
                folds++;
            }
        }
        return folds;
    }

    private static void write(Connection connection, int writes, Latencies latencies) throws IOException, Refusal {
        long step = 1_000_000_000L / RATE;
        long next = System.nanoTime();
        for (int i = 0; i < writes; i++) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long begun = System.nanoTime();
            connection.call(Connection.request("set")
                    .open("assignments", '[')
                    .raw(Change.set("bench/one", "value", new Value(Integer.toString(i)))
                            .json())
                    .close(']'));
            latencies.add(System.nanoTime() - begun);
            // Whoever had to wait does not write twice as fast after it.
            next = Math.max(next + step, System.nanoTime());
        }
    }

    private static Path changes(Path directory, int count) throws IOException {
        var file = directory.resolve("changes.jsonl");
        try (var lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                lines.write(
                        "{\"entity\":\"bench/many/" + i % REGISTERS + "\",\"field\":\"value\",\"value\":" + i + "}\n");
            }
        }
        return file;
    }
}
