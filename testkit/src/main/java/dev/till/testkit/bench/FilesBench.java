package dev.till.testkit.bench;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.SshServer;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long two real nodes take to bring a folder in step, beside rsync over OpenSSH, as it is and syncing what it writes, and, where
 * they are installed, Unison over OpenSSH and Syncthing, all on loopback. Of all of them also how many bytes go over loopback meanwhile, and of the nodes the most memory
 * that they had resident.
 */
final class FilesBench implements Benchmark {
    /** 10,000 files of 202 MB for the first time, nothing to do, and one small change after another until it is visible there. */
    static final String SMALL = "small";

    /** 1 GiB with bytes inserted at its front. */
    static final String INSERT = "insert";

    /** 100,000 files with nothing to do. */
    static final String RESCAN = "rescan";

    /** 500 MB of log with a line appended. */
    static final String LOG = "log";

    /** So many first syncs before those that are measured. */
    private static final int WARM_UP = 12;

    private static final Path UNISON = Path.of("/usr/bin/unison");

    @Override
    public List<String> parts() {
        return List.of(SMALL, INSERT, RESCAN, LOG);
    }

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("files", "rsync", CommandMirror.SYNCED_RSYNC, "unison", "syncthing");
        var mirrors = new ArrayList<Mirror>();
        try (var server = SshServer.start(plan.directory().resolve("sshd"));
                var fleet = ProcessFleet.onLoopback(
                        Files.createDirectory(plan.directory().resolve("nodes")), 2, "--no-mdns")) {
            mirrors.add(new TillMirror(fleet.start()));
            mirrors.add(CommandMirror.rsync(server));
            mirrors.add(CommandMirror.syncedRsync(server));
            others(plan, server, mirrors);
            if (plan.parts().contains(SMALL)) {
                warmUp(plan, report, mirrors.get(0));
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                var directory = Files.createDirectory(plan.directory().resolve("round" + round));
                new FilesRound(plan, report, mirrors, directory).run();
                plan.progress("round " + round + " done");
            }
            for (int node = 0; node < 2; node++) {
                report.add(Report.TILL, "peak_rss_mib_of_node_" + node, peakMemory(fleet.node(node)));
            }
        } finally {
            mirrors.forEach(Mirror::close);
        }
        return report;
    }

    /** A node is always on, and compiles what it does while it does it; the commands beside it are compiled already. */
    private static void warmUp(Plan plan, Report report, Mirror till) throws IOException {
        int times = plan.whole(WARM_UP, 1);
        for (int time = 1; time <= times; time++) {
            plan.progress("warming up, " + time + " of " + times);
            var directory = Files.createDirectory(plan.directory().resolve("warm" + time));
            new FilesRound(plan, report, List.of(till), directory).warmUp(time == 1);
        }
    }

    private static void others(Plan plan, SshServer server, List<Mirror> mirrors) throws IOException {
        if (Files.isExecutable(UNISON)) {
            mirrors.add(CommandMirror.unison(server, plan.directory().resolve("unison")));
        } else {
            plan.progress("without Unison; on Debian: apt-get install unison");
        }
        if (SyncthingMirror.isThere()) {
            mirrors.add(
                    SyncthingMirror.start(Files.createDirectory(plan.directory().resolve("syncthing"))));
        } else {
            plan.progress("without Syncthing; on Debian: apt-get install syncthing");
        }
    }

    private static double peakMemory(TillProcess node) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(node.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
