package dev.till.testkit.bench;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How long it takes nodes that all start at once on this machine until every one sees every other: as after a power cut, but with
 * one processor for all. Beside it, what that takes members of a Pekko cluster that do nothing else: no node of ours can be
 * quicker than these.
 */
final class StartAtOnce implements Benchmark {

    private static final String BARE = "pekko";

    @Override
    public List<String> parts() {
        return List.of("3", "5", "10");
    }

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("start", BARE);
        for (var part : plan.parts()) {
            measure(plan, Integer.parseInt(part), report);
        }
        return report;
    }

    private static void measure(Plan plan, int nodes, Report report) throws Exception {
        var directory = Files.createDirectory(plan.directory().resolve("start" + nodes));
        plan.progress(nodes + " nodes: enrolling");
        try (var fleet = ProcessFleet.onLoopback(directory, nodes, "--no-mdns").start()) {
            fleet.nodes().forEach(TillProcess::stop);
            bare(nodes, directory); // makes its archive of classes, as ours have theirs
            for (int round = 1; round <= plan.rounds(); round++) {
                var ours = till(fleet);
                var theirs = bare(nodes, directory);
                plan.progress("%d nodes: round %d till %s pekko %s".formatted(nodes, round, ours, theirs));
                ours.into(report, Report.TILL, nodes);
                theirs.into(report, BARE, nodes);
            }
        }
    }

    /**
     * Seconds until all listened, seconds from then on until each saw all others, and seconds of processor time of all together.
     */
    private record Start(double listening, double together, double processor) {

        void into(Report report, String system, int nodes) {
            report.add(system, "listening_s_" + nodes, listening);
            report.add(system, "then_together_s_" + nodes, together);
            report.add(system, "processor_s_" + nodes, processor);
        }

        @Override
        public String toString() {
            return "%.1f + %.1f s (%.1f s of processor time)".formatted(listening, together, processor);
        }
    }

    private static Start till(ProcessFleet fleet) {
        long begun = System.nanoTime();
        fleet.startAtOnce();
        long listening = System.nanoTime();
        fleet.awaitTogether();
        long together = System.nanoTime();
        double processor =
                processor(fleet.nodes().stream().map(TillProcess::pid).toList());
        fleet.nodes().forEach(TillProcess::stop);
        return new Start(seconds(begun, listening), seconds(listening, together), processor);
    }

    private static Start bare(int nodes, Path directory) {
        var archive = directory.resolve("bare.archive");
        try (var members = BareMembers.start(nodes, archive, directory.resolve("bare.log"))) {
            members.await("listens");
            long listening = System.nanoTime();
            members.await("together");
            long together = System.nanoTime();
            return new Start(
                    seconds(members.begun(), listening), seconds(listening, together), processor(members.pids()));
        }
    }

    private static double processor(List<Long> pids) {
        return pids.stream().mapToDouble(pid -> Usage.of(pid).cpuSeconds()).sum();
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
