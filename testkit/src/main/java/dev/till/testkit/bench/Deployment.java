package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import dev.till.testkit.process.SshServer;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How long 10,000 files of 200 MB take to four hosts, the first time and when nothing has changed, beside plain {@code rsync} in
 * place to the same four at a time. The hosts are servers of OpenSSH on loopback, each with an account of its own.
 *
 * <p>The accounts are in memory, where there is such a file system: hosts have disks of their own, and on one disk what the node
 * syncs would wait for all that was just copied.
 */
final class Deployment implements Benchmark {
    private static final String RSYNC = "rsync";
    private static final int HOSTS = 4;
    private static final int FOLDERS = 100;
    private static final int FILE_BYTES = 20_000;

    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Report run(Plan plan) throws Exception {
        var place = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : plan.directory(), "till-bench");
        try {
            return run(plan, place);
        } finally {
            remove(place);
        }
    }

    private static Report run(Plan plan, Path place) throws Exception {
        var report = new Report("deploy", RSYNC);
        int files = plan.quick() ? 500 : 10_000;
        var from = files(plan.directory().resolve("from"), files);
        var servers = new ArrayList<SshServer>();
        try (var node = TillProcess.at(
                        plan.directory().resolve("till"),
                        "--port",
                        "0",
                        "--no-discovery",
                        "--set",
                        "host-check-interval=0s")
                .start()) {
            var key = node.till("host", "init").orThrow().out();
            for (int host = 1; host <= HOSTS; host++) {
                var server = SshServer.start(place.resolve("h" + host));
                servers.add(server);
                server.admit(key);
                var target = SshServer.USER + "@127.0.0.1:" + server.port();
                node.till("host", "add", "--no-test", "h" + host, target).orThrow();
            }
            plan.progress(files + " files are made");
            for (int round = 1; round <= plan.rounds(); round++) {
                round(report, node, servers, from, round);
                plan.progress("round " + round + " done");
            }
        } finally {
            servers.forEach(SshServer::close);
        }
        return report;
    }

    private static void round(Report report, TillProcess node, List<SshServer> servers, Path from, int round)
            throws IOException {
        var ours = node.program(
                "host", "deploy", "--all", "--all-files", "--from", from.toString(), "--to", "ours-" + round);
        var theirs = rsync(servers, from, "theirs-" + round);
        // Who comes first finds the machine as the other one left it the last time.
        boolean first = round % 2 == 1;
        measure(report, first ? Report.TILL : RSYNC, first ? ours : theirs);
        measure(report, first ? RSYNC : Report.TILL, first ? theirs : ours);
        for (SshServer server : servers) {
            remove(server.account().resolve("ours-" + round));
            remove(server.account().resolve("theirs-" + round));
        }
    }

    private static void measure(Report report, String system, Program program) {
        report.add(system, "first_s", seconds(program));
        report.add(system, "unchanged_s", seconds(program));
    }

    private static void remove(Path folder) {
        Program.of("rm", "-rf", folder.toString()).run().orThrow();
    }

    /** All at a time, as somebody would write it; it fails when one of them does. */
    private static Program rsync(List<SshServer> servers, Path from, String to) throws IOException {
        var script = new StringBuilder("pids=; ");
        for (SshServer server : servers) {
            script.append("rsync -a --delete -e 'ssh -F ")
                    .append(server.config())
                    .append("' ")
                    .append(from)
                    .append("/ 127.0.0.1:")
                    .append(server.account().resolve(to))
                    .append("/ & pids=\"$pids $!\"; ");
        }
        script.append("for pid in $pids; do wait $pid || exit 1; done");
        return Program.of("sh", "-c", script.toString());
    }

    private static Path files(Path folder, int count) throws IOException {
        var random = new Random(1);
        var bytes = new byte[FILE_BYTES];
        for (int i = 0; i < count; i++) {
            random.nextBytes(bytes);
            var file = folder.resolve("d" + i % FOLDERS).resolve("f" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
        return folder;
    }

    private static double seconds(Program program) {
        long begun = System.nanoTime();
        program.run().orThrow();
        return (System.nanoTime() - begun) / 1e9;
    }
}
