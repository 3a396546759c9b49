package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import dev.till.testkit.process.SshServer;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long {@code uptime} takes on many hosts, beside clush, pdsh and Ansible. The hosts are one server of OpenSSH on many
 * addresses of loopback. Cold is the first time after the node has started, warm the time after that, settled some runs later; the peers keep nothing
 * between two runs, except Ansible, which shares connections. Peers that are not installed are left out.
 *
 * <p>As floors: the real ssh over connections that are open already, a process for each host and nothing around them; and the
 * same number of shells and {@code uptime}s without any ssh.
 */
final class FanOut implements Benchmark {
    private static final int AT_A_TIME = 32;

    /** Runs after which a node has compiled what it does, as one that has been up for a while. */
    private static final int SETTLED = 10;

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("fanout", "clush");
        var missing = new TreeSet<>(Set.of("clush", "pdsh", "ansible"));
        missing.removeIf(FanOut::isInstalled);
        missing.forEach(name -> plan.progress("without " + name + ", which is not installed"));
        var server = SshServer.start(plan.directory().resolve("sshd"));
        try {
            for (int hosts : plan.quick() ? new int[] {10} : new int[] {50, 200}) {
                var peers = peers(plan, server, hosts);
                for (int round = 1; round <= plan.rounds(); round++) {
                    till(plan, server, hosts, report, round);
                    shared(plan, server, hosts, report);
                    for (var peer : peers.entrySet()) {
                        report.add(peer.getKey(), "cold_" + hosts + "_s", seconds(peer.getValue()));
                        report.add(peer.getKey(), "warm_" + hosts + "_s", seconds(peer.getValue()));
                    }
                    plan.progress(hosts + " hosts, round " + round + " done");
                }
            }
        } finally {
            server.close();
        }
        return report;
    }

    private static void till(Plan plan, SshServer server, int hosts, Report report, int round) throws IOException {
        var home = plan.directory().resolve("till-" + hosts + "-" + round);
        try (var node = TillProcess.at(home, "--port", "0", "--no-discovery", "--set", "host-check-interval=0s")
                .start()) {
            server.admit(node.till("host", "init").orThrow().out());
            node.program("host", "merge").reading(document(server, hosts)).run().orThrow();
            var exec = node.program("host", "exec", "--all", "--parallel", "" + AT_A_TIME, "--", "uptime");
            report.add(Report.TILL, "cold_" + hosts + "_s", seconds(exec));
            report.add(Report.TILL, "warm_" + hosts + "_s", seconds(exec));
            for (int more = 0; more < SETTLED; more++) {
                seconds(exec);
            }
            report.add(Report.TILL, "settled_" + hosts + "_s", seconds(exec));
        }
    }

    private static void shared(Plan plan, SshServer server, int hosts, Report report) throws IOException {
        var sockets = Files.createDirectories(plan.directory().resolve("mux"));
        var ssh = "ssh -F " + server.config() + " -o ControlMaster=auto -o ControlPersist=60 -o ControlPath=" + sockets
                + "/%C";
        each(hosts, ssh + " {} uptime").run().orThrow();
        report.add("floor, ssh", "warm_" + hosts + "_s", seconds(each(hosts, ssh + " {} uptime")));
        each(hosts, ssh + " -O exit {}").run().orThrow();
        report.add("floor, no ssh", "warm_" + hosts + "_s", seconds(each(hosts, "bash -c uptime")));
    }

    /** Runs a line for each host, as many at a time as everybody else. */
    private static Program each(int hosts, String line) {
        return Program.of(
                "sh",
                "-c",
                "seq -f 127.0.0.%g " + hosts + " | xargs -P " + AT_A_TIME + " -I{} " + line + " >/dev/null 2>&1");
    }

    private static String document(SshServer server, int hosts) {
        return "{\"local_hostname\":\"bench\",\"hosts\":{"
                + IntStream.rangeClosed(1, hosts)
                        .mapToObj(host -> "\"h%d\":{\"user\":\"%s\",\"host\":\"127.0.0.%d\",\"port\":%d,\"version\":1}"
                                .formatted(host, SshServer.USER, host, server.port()))
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private static Map<String, Program> peers(Plan plan, SshServer server, int hosts) throws IOException {
        var found = new LinkedHashMap<String, Program>();
        var range = "127.0.0.[1-" + hosts + "]";
        var fanOut = "" + AT_A_TIME;
        var config = server.config().toString();
        found.put("clush", Program.of("clush", "-f", fanOut, "-o", "-F " + config, "-w", range, "uptime"));
        found.put(
                "pdsh",
                Program.of("pdsh", "-R", "ssh", "-f", fanOut, "-w", range, "uptime")
                        .with("PDSH_SSH_ARGS_APPEND", "-F " + config));
        var inventory = plan.directory().resolve("inventory-" + hosts);
        Files.write(
                inventory,
                IntStream.rangeClosed(1, hosts)
                        .mapToObj(host -> "127.0.0." + host)
                        .toList());
        found.put(
                "ansible",
                Program.of(
                        "ansible",
                        "all",
                        "-i",
                        inventory.toString(),
                        "-m",
                        "raw",
                        "-a",
                        "uptime",
                        "-f",
                        fanOut,
                        "--ssh-common-args",
                        "-F " + config));
        found.keySet().removeIf(name -> !isInstalled(name));
        return found;
    }

    private static boolean isInstalled(String program) {
        var path = System.getenv().getOrDefault("PATH", "").split(":", -1);
        for (String directory : path) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private static double seconds(Program program) {
        long begun = System.nanoTime();
        program.run().orThrow();
        return (System.nanoTime() - begun) / 1e9;
    }
}
