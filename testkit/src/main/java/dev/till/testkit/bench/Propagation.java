package dev.till.testkit.bench;

import dev.till.testkit.process.Json;
import java.util.List;

/** How long an update takes from {@code set} on one node to a watcher on another, at a steady 300 a second. */
final class Propagation implements Benchmark {

    private static final int RATE = 300;

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("propagation", "nats");
        Floor.measure(report, plan.directory());
        int updates = RATE * plan.whole(10, 2);
        try (var systems = Systems.start(plan, NatsCluster.Writes.SYNCHRONOUS)) {
            systems.till().get(1).does("watch");
            systems.nats().get(1).does("watch");
            plan.progress("warming up");
            measure(systems.till(), updates);
            measure(systems.nats(), updates);
            for (int i = 1; i <= plan.rounds(); i++) {
                round(plan, i, report, Report.TILL, systems.till(), updates);
                round(plan, i, report, "nats", systems.nats(), updates);
            }
        }
        return report;
    }

    private static void round(
            Plan plan, int number, Report report, String name, List<WorkerProcess> system, int updates) {
        var found = measure(system, updates);
        plan.progress("round " + number + " " + name + " " + found);
        var figures = Json.of(found);
        for (var metric : List.of("p50_ms", "p90_ms", "p99_ms", "max_ms")) {
            report.add(name, metric, figures.get(metric).asDouble());
        }
        report.add(name, "lost", updates - figures.get("count").asDouble());
    }

    private static String measure(List<WorkerProcess> system, int updates) {
        var watcher = system.get(1);
        watcher.does("clear");
        system.get(0).does("pace " + updates + " " + RATE);
        return watcher.does("report " + updates);
    }
}
