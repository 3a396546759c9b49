package dev.till.testkit.bench;

import dev.till.testkit.lab.Lab;
import dev.till.testkit.lab.Machine;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * What three enrolled nodes use when nobody asks anything of them. They run on machines of a {@link Lab}, found by
 * multicast DNS as on a real network, so that every byte they send is counted and no other.
 */
final class Idle implements Benchmark {

    private static final int NODES = 3;
    private static final int SETTLING_MINUTES = 20;

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("idle", "nats");
        var nodes = new ArrayList<TillProcess>();
        try (var lab = Lab.of(NODES);
                var nats = NatsCluster.start(plan.directory(), NatsCluster.Writes.AS_SHIPPED)) {
            try {
                lab.machines().forEach(machine -> nodes.add(start(plan, nodes.size(), machine)));
                enrol(nodes);
                settle(plan);
                for (int i = 1; i <= plan.rounds(); i++) {
                    measure(report, lab, nodes, nats.pids(), plan.whole(60, 20));
                    plan.progress("round " + i + " done");
                }
            } finally {
                nodes.forEach(TillProcess::close);
            }
        }
        return report;
    }

    /** A node is always on: what it takes once it has compiled what it does at rest is what it takes. */
    private static void settle(Plan plan) {
        for (int left = plan.whole(SETTLING_MINUTES, 0); left > 0; left--) {
            plan.progress("enrolled; letting them settle for " + left + " minutes");
            rest(60);
        }
        rest(10);
    }

    private static TillProcess start(Plan plan, int number, Machine machine) {
        return TillProcess.at(plan.directory().resolve("idle" + number), "--name", "idle-" + number)
                .on(machine.entrance())
                .start();
    }

    private static void enrol(List<TillProcess> nodes) {
        for (var joiner : nodes.subList(1, nodes.size())) {
            joiner.till("device", "enroll", nodes.get(0).invite()).orThrow();
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> nodes.stream().allMatch(Idle::seesAll));
    }

    private static boolean seesAll(TillProcess node) {
        long up = IntStream.range(0, NODES - 1)
                .filter(i -> node.json("status")
                        .path("peers")
                        .path(i)
                        .path("state")
                        .asText()
                        .equals("up"))
                .count();
        return up == NODES - 1;
    }

    private static void measure(Report report, Lab lab, List<TillProcess> nodes, List<Long> servers, int seconds)
            throws IOException {
        var ours = nodes.stream().map(TillProcess::pid).toList();
        var before = ours.stream().map(Usage::of).toList();
        var theirsBefore = servers.stream().map(Usage::of).toList();
        long bytes = lab.bytesSent();
        rest(seconds);
        add(report, Report.TILL, before, ours, seconds);
        add(report, "nats", theirsBefore, servers, seconds);
        report.add(Report.TILL, "bytes_per_s_each", (double) (lab.bytesSent() - bytes) / seconds / NODES);
    }

    /** The worst of the three, for that is what somebody has to live with. */
    private static void add(Report report, String system, List<Usage> before, List<Long> pids, int seconds) {
        var after = pids.stream().map(Usage::of).toList();
        report.add(
                system,
                "rss_mib",
                after.stream().mapToDouble(Usage::residentMib).max().orElseThrow());
        report.add(
                system,
                "cpu_percent",
                IntStream.range(0, pids.size())
                        .mapToDouble(i ->
                                100 * (after.get(i).cpuSeconds() - before.get(i).cpuSeconds()) / seconds)
                        .max()
                        .orElseThrow());
    }

    private static void rest(int seconds) {
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
