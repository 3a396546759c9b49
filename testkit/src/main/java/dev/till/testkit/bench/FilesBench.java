package dev.till.testkit.bench;

import static org.awaitility.Awaitility.await;

import dev.till.testkit.process.Json;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.Program;
import dev.till.testkit.process.SshServer;
import dev.till.testkit.process.TillProcess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * How long two real nodes take to bring a folder in step, beside rsync and, where it is installed, Unison over OpenSSH on
 * loopback: 10,000 files of 202 MB for the first time, nothing to do, one small change until it is visible there, a large file
 * with bytes inserted at its front, 100,000 files with nothing to do, and a log that has grown. Of the large file and the log
 * also how many bytes travelled, and of the nodes the most memory that they had resident.
 */
final class FilesBench implements Benchmark {
    private static final String RSYNC = "rsync";
    private static final String UNISON = "unison";
    private static final Path UNISON_PROGRAM = Path.of("/usr/bin/unison");
    private static final int MANY = 100_000;
    private static final int MANY_BYTES = 100;
    private static final int FILES = 10_000;
    private static final int FILE_BYTES = 20_200;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("files", RSYNC);
        var server = SshServer.start(plan.directory().resolve("sshd"));
        var lines = new Random(9);
        if (Files.notExists(UNISON_PROGRAM)) {
            plan.progress("without Unison; on Debian: apt-get install unison");
        }
        try (var fleet = ProcessFleet.onLoopback(
                        Files.createDirectory(plan.directory().resolve("nodes")), 2, "--no-mdns")
                .start()) {
            server.admit("");
            for (int round = 1; round <= plan.rounds(); round++) {
                var directory = Files.createDirectory(plan.directory().resolve("round" + round));
                new Round(plan, report, fleet, server, directory, "f" + round, lines).run();
                plan.progress("round " + round + " done");
            }
            for (int node = 0; node < 2; node++) {
                report.add(Report.TILL, "peak_rss_mib_of_node_" + node, peakMemory(fleet.node(node)));
            }
        } finally {
            server.close();
        }
        return report;
    }

    private static double peakMemory(TillProcess node) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(node.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** One round, on folders of its own. */
    private record Round(
            Plan plan,
            Report report,
            ProcessFleet fleet,
            SshServer server,
            Path directory,
            String folder,
            Random random) {

        void run() throws IOException {
            var source = Files.createDirectory(directory.resolve("source"));
            var target = directory.resolve("target");
            fill(source, plan.whole(FILES, 200), FILE_BYTES);
            int large = plan.whole(1024, 16) << 20;
            seconds(RSYNC, "first_s", rsync(source, directory.resolve("peer")));
            unison("first_s", source, "unison");
            fleet.node(0).till("files", "add", folder, source.toString()).orThrow();
            fleet.node(1).till("files", "add", folder, target.toString()).orThrow();
            first(target);
            still(source);
            change(source, target);
            insert(source, large);
            rescan();
            grow();
        }

        /** Send, and receive as soon as the registers are there. */
        private void first(Path target) {
            long begun = System.nanoTime();
            fleet.node(0).till("files", "apply", folder).orThrow();
            int files = plan.whole(FILES, 200);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                fleet.node(1).till("files", "apply", folder).orThrow();
                return count(target) == files;
            });
            report.add(Report.TILL, "first_s", since(begun));
        }

        private void still(Path source) {
            for (int i = 0; i < 3; i++) {
                seconds(Report.TILL, "nothing_to_do_s", fleet.node(0).program("files", "apply", folder));
                seconds(RSYNC, "nothing_to_do_s", rsync(source, directory.resolve("peer")));
                unison("nothing_to_do_s", source, "unison");
            }
        }

        /** Many small files, all of them known: how long it takes to see that none has changed. */
        private void rescan() throws IOException {
            var source = Files.createDirectory(directory.resolve("many"));
            fill(source, plan.whole(MANY, 1000), MANY_BYTES);
            var many = folder + "-many";
            fleet.node(0).till("files", "add", many, source.toString()).orThrow();
            fleet.node(0).till("files", "apply", many).orThrow();
            rsync(source, directory.resolve("many-peer")).run(PATIENCE).orThrow();
            unison("many_first_s", source, "many-unison");
            for (int i = 0; i < 3; i++) {
                seconds(Report.TILL, "rescan_s", fleet.node(0).program("files", "apply", many));
                seconds(RSYNC, "rescan_s", rsync(source, directory.resolve("many-peer")));
                unison("rescan_s", source, "many-unison");
            }
            fleet.node(0).till("files", "remove", many).orThrow();
        }

        /** One small change, while the folder is followed; the peer is run by hand, and does nothing else. */
        private void change(Path source, Path target) throws IOException {
            fleet.node(0).till("files", "watch", folder).orThrow();
            fleet.node(1).till("files", "watch", folder).orThrow();
            for (int i = 0; i < 20; i++) {
                var name = "d" + i % 10 + "/f" + (i + 10);
                var content = "changed " + i;
                long begun = System.nanoTime();
                Files.writeString(source.resolve(name), content);
                await().atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> Files.readString(target.resolve(name)).equals(content));
                report.add(Report.TILL, "one_change_s", since(begun));
            }
            fleet.node(0).till("files", "pause", folder).orThrow();
            fleet.node(1).till("files", "pause", folder).orThrow();
            for (int i = 0; i < 3; i++) {
                Files.writeString(source.resolve("d0/f0"), "changed for the peer " + i);
                seconds(RSYNC, "one_change_s", rsync(source, directory.resolve("peer")));
                unison("one_change_s", source, "unison");
            }
        }

        private void insert(Path source, int bytes) throws IOException {
            var file = source.resolve("large.bin");
            write(file, bytes);
            apply(folder);
            Program.of("rsync", "-a", file.toString(), directory.resolve("peer") + "/")
                    .run()
                    .orThrow();
            var longer = directory.resolve("longer");
            Files.writeString(longer, "bytes inserted at the front");
            try (var out = Files.newOutputStream(longer, StandardOpenOption.APPEND)) {
                Files.copy(file, out);
            }
            Files.move(longer, file, StandardCopyOption.REPLACE_EXISTING);
            long begun = System.nanoTime();
            report.add(Report.TILL, "inserted_bytes_on_the_wire", (double) apply(folder));
            report.add(Report.TILL, "inserted_s", since(begun));
            seconds(RSYNC, "inserted_s", rsync(source, directory.resolve("peer")));
            Files.delete(file);
            fleet.node(0).till("files", "apply", folder).orThrow();
        }

        private void grow() throws IOException {
            var source = Files.createDirectory(directory.resolve("logs"));
            var log = source.resolve("proposals.jsonl");
            int bytes = plan.whole(500, 8) << 20;
            writeLines(log, bytes);
            var logs = folder + "-logs";
            fleet.node(0)
                    .till("files", "add", logs, source.toString(), "--mode", "append")
                    .orThrow();
            fleet.node(1)
                    .till("files", "add", logs, directory.resolve("logs-there").toString(), "--mode", "append")
                    .orThrow();
            apply(logs);
            Files.writeString(log, "{\"one\":\"more line\"}\n", StandardOpenOption.APPEND);
            long begun = System.nanoTime();
            report.add(Report.TILL, "appended_bytes_on_the_wire", (double) apply(logs));
            report.add(Report.TILL, "appended_s", since(begun));
        }

        /** Applies on both until what is here is there; answers how many bytes of content travelled. */
        private long apply(String name) {
            fleet.node(0).till("files", "apply", name).orThrow();
            fleet.awaitEqual();
            var applied = Json.of(fleet.node(1)
                    .till("files", "apply", name, "--json")
                    .orThrow()
                    .out());
            return applied.get("received_bytes").asLong();
        }

        private Program rsync(Path from, Path to) {
            return Program.of(
                    "rsync",
                    "-a",
                    "--delete",
                    "--exclude=/.till",
                    "--exclude=/.unison*",
                    "-e",
                    "ssh -F " + server.config(),
                    from + "/",
                    "127.0.0.1:" + to + "/");
        }

        private void unison(String metric, Path from, String to) {
            if (Files.exists(UNISON_PROGRAM)) {
                var program = Program.of(
                                UNISON,
                                from.toString(),
                                "ssh://127.0.0.1/" + directory.resolve(to),
                                "-batch",
                                "-auto",
                                "-ui",
                                "text",
                                "-silent",
                                "-times",
                                "-ignore",
                                "Path .till",
                                "-sshargs",
                                "-F " + server.config())
                        .with("UNISON", directory.resolve("unison-state").toString());
                seconds(UNISON, metric, program);
            }
        }

        private void seconds(String system, String metric, Program program) {
            long begun = System.nanoTime();
            program.run(PATIENCE).orThrow();
            report.add(system, metric, since(begun));
        }

        private void fill(Path root, int files, int bytes) throws IOException {
            var content = new byte[bytes];
            for (int i = 0; i < files; i++) {
                random.nextBytes(content);
                var directory = root.resolve("d" + i % 10);
                Files.createDirectories(directory);
                Files.write(directory.resolve("f" + i), content);
            }
        }

        private void write(Path file, int bytes) throws IOException {
            var block = new byte[1 << 20];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int at = 0; at < bytes; at += block.length) {
                    random.nextBytes(block);
                    out.write(block);
                }
            }
        }

        private void writeLines(Path file, int bytes) throws IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                for (int at = 0; at < bytes; ) {
                    var line = "{\"n\":" + at + ",\"nonce\":\"" + random.nextLong() + "\"}\n";
                    out.write(line.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    at += line.length();
                }
            }
        }

        private static long count(Path target) {
            long count = 0;
            for (int i = 0; i < 10; i++) {
                var names = target.resolve("d" + i).toFile().list();
                count += Optional.ofNullable(names).map(all -> all.length).orElse(0);
            }
            return count;
        }

        private static double since(long begun) {
            return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        }
    }
}
