package dev.till.testkit.bench;

import java.util.List;

/**
 * How many updates a second get through when they come as fast as they can: ours from the first {@code set} until all are
 * durable on the writer and applied on both others; NATS's from the first publish until all are acknowledged.
 */
final class Burst implements Benchmark {
    private static final int WARM_UP = 3;

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("burst", "nats");
        Floor.measure(report, plan.directory());
        int updates = plan.whole(500_000, 50_000);
        int keys = updates / 10;
        try (var systems = Systems.start(plan, NatsCluster.Writes.AS_SHIPPED)) {
            // Where they are used, both have been up for long and a JVM has compiled: rounds that do not count.
            for (int left = plan.whole(WARM_UP, 1); left > 0; left--) {
                plan.progress("warming up, " + left + " to go");
                till(systems.till(), updates, keys);
                nats(systems.nats(), updates, keys);
            }
            for (int i = 1; i <= plan.rounds(); i++) {
                var ours = till(systems.till(), updates, keys);
                double theirs = nats(systems.nats(), updates, keys);
                plan.progress("round %d till %.0f/s (on the writer %.0f/s) nats %.0f/s"
                        .formatted(i, ours.everywhere(), ours.onWriter(), theirs));
                report.add(Report.TILL, "updates_per_s", ours.everywhere());
                report.add(Report.TILL, "updates_per_s_on_writer", ours.onWriter());
                report.add("nats", "updates_per_s", theirs);
                memory(report, systems.till());
            }
        }
        return report;
    }

    /** Updates a second until all were durable on the writer, and until they were applied on all. */
    private record Rates(double onWriter, double everywhere) {}

    private static Rates till(List<WorkerProcess> nodes, int updates, int keys) {
        var writer = nodes.get(0);
        long begun = System.nanoTime();
        writer.does("burst " + updates + " " + keys);
        double onWriter = (System.nanoTime() - begun) / 1e9;
        var head = writer.does("ask head");
        nodes.subList(1, nodes.size()).forEach(node -> node.tell("ask applied " + head));
        nodes.subList(1, nodes.size()).forEach(WorkerProcess::answer);
        return new Rates(updates / onWriter, updates / ((System.nanoTime() - begun) / 1e9));
    }

    private static double nats(List<WorkerProcess> clients, int updates, int keys) {
        long took = Long.parseLong(clients.get(0).does("burst " + updates + " " + keys));
        return updates / (took / 1e9);
    }

    private static void memory(Report report, List<WorkerProcess> nodes) {
        report.add(Report.TILL, "writer_peak_mib", Usage.of(nodes.get(0).pid()).peakMib());
        report.add(
                Report.TILL, "receiver_peak_mib", Usage.of(nodes.get(1).pid()).peakMib());
    }
}
