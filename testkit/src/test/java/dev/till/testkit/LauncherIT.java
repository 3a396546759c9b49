package dev.till.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as a stranger gets it: unpacked somewhere, called from somewhere else. */
final class LauncherIT {
    private static final Path TARBALL = Path.of(System.getProperty("till.tarball"));

    private static final Path NONE = Path.of("/nonexistent");

    @TempDir
    Path somewhere;

    @Test
    void tarball_calledThroughLinksFromElsewhere_runs() throws Exception {
        var launcher = unpack();
        var link = Files.createSymbolicLink(somewhere.resolve("link"), launcher);
        var linkOfLink = Files.createSymbolicLink(somewhere.resolve("link-of-link"), link.getFileName());

        var run = run(linkOfLink.toString(), "--help");

        assertThat(run.errors()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.output()).contains("till [");
    }

    @Test
    void secondRun_withTheArchiveOfTheFirst_saysTheSame() throws Exception {
        var launcher = unpack().toString();
        var first = run(launcher, "--help");
        var archive = clientArchive(launcher);

        var second = run(launcher, "--help");

        assertThat(second).isEqualTo(first);
        assertThat(Files.size(archive)).isPositive();
        var log = somewhere.resolve("classes");
        var options = "TILL_JAVA_OPTS=-Xlog:class+load=info:file=" + log;
        run(
                "env",
                options,
                launcher,
                "--home",
                somewhere.resolve("none").toString(),
                "host",
                "exec",
                "m1",
                "--",
                "true");
        assertThat(log).content().contains("dev.till.node.cli.HostRun source: shared objects file");
    }

    @Test
    void archiveThatIsNone_isIgnored() throws Exception {
        var launcher = unpack().toString();
        var before = run(launcher, "--help");
        var archive = clientArchive(launcher);
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(archive, "not an archive");

        var after = run(launcher, "--help");

        assertThat(after).isEqualTo(before);
    }

    @Test
    void firstNode_leavesAnArchiveThatTheNextOneUses() throws Exception {
        var launcher = unpack();

        // A rehearsal steps back behind everything else, and other tests run beside this one.
        var first = Node.start(launcher, somewhere, standIn("nice", "shift 2; exec \"$@\""), "");
        var archive = await().atMost(Duration.ofMinutes(3)).until(() -> nodeArchive(launcher), Optional::isPresent);
        first.stop();
        var classes = somewhere.resolve("classes");
        var second = Node.start(launcher, somewhere, NONE, "-Xlog:class+load=info:file=" + classes);

        assertThat(Files.size(archive.orElseThrow())).isPositive();
        assertThat(Path.of("/proc", Long.toString(second.process().pid()), "maps"))
                .content()
                .contains(archive.orElseThrow().getFileName().toString());
        second.stop();
        var lambdas = Files.readAllLines(classes).stream()
                .filter(line -> line.contains("$$Lambda"))
                .collect(Collectors.partitioningBy(line -> line.contains("source: shared objects file")));
        assertThat(lambdas.get(true).size())
                .isGreaterThan(5 * lambdas.get(false).size());
    }

    /** The JVM writes an archive at its end, also at an early one. */
    @Test
    void rehearsalThatFails_leavesNoArchive_andIsTriedAgainTwice() throws Exception {
        var launcher = unpack();
        var stage = standIn(
                "nice",
                "for word; do case $word in -XX:ArchiveClassesAtExit=*|-XX:AOTCacheOutput=*) echo little >\"${word#*=}\";; esac; done; exit 1");
        var failures = launcher.resolveSibling("../cds").normalize();

        for (int tries = 1; tries <= 3; tries++) {
            int soFar = tries;
            var node = Node.start(launcher, somewhere, stage, "");
            await().atMost(Duration.ofMinutes(3)).until(() -> failed(failures) == soFar);
            node.stop();
            assertThat(nodeArchive(launcher).filter(archive -> archive.toFile().length() > 0))
                    .isEmpty();
        }

        await().atMost(Duration.ofMinutes(3)).until(() -> nodeArchive(launcher).isPresent());
    }

    /** A folder with a program of that name, which is this line of shell. */
    private Path standIn(String name, String line) throws IOException {
        var folder = Files.createDirectory(somewhere.resolve("stand-ins"));
        var program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    private static long failed(Path folder) throws IOException {
        return Files.isDirectory(folder)
                ? listed(folder).stream()
                        .filter(file -> file.toString().endsWith(".failed"))
                        .mapToLong(file -> file.toFile().length())
                        .sum()
                : 0;
    }

    private static Optional<Path> nodeArchive(Path launcher) throws IOException {
        var folder = launcher.resolveSibling("../cds").normalize();
        return Files.isDirectory(folder)
                ? listed(folder).stream()
                        .filter(file -> file.getFileName().toString().matches("node-.*\\.(jsa|aot)"))
                        .findFirst()
                : Optional.empty();
    }

    /** A node of the unpacked distribution. */
    private record Node(Process process) {

        /**
         * @param first where programs are looked for before they are where they always are
         * @param options of its JVM
         */
        static Node start(Path launcher, Path folder, Path first, String options) throws IOException {
            var builder = new ProcessBuilder(
                            launcher.toString(),
                            "--home",
                            folder.resolve("home").toString(),
                            "up",
                            "--json",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            "0",
                            "--no-mdns")
                    .redirectError(folder.resolve("node.err").toFile());
            builder.environment().merge("PATH", first + ":", (path, before) -> before + path);
            builder.environment().put("TILL_JAVA_OPTS", options);
            var process = builder.start();
            var ready = process.inputReader(UTF_8).readLine();
            assertThat(ready).contains("\"ready\":true");
            return new Node(process);
        }

        void stop() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Path unpack() throws Exception {
        var run = run("tar", "-xzf", TARBALL.toString());
        assertThat(run).isEqualTo(new Run(0, "", ""));
        return listed(somewhere).stream()
                .map(folder -> folder.resolve("bin/till"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** The first command leaves it to a process behind it to make the archive. */
    private static Path clientArchive(String launcher) {
        var folder = Path.of(launcher).resolveSibling("../cds").normalize();
        return await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> Files.isDirectory(folder)
                                ? listed(folder).stream()
                                        .filter(file ->
                                                file.getFileName().toString().matches("client-.*\\.(jsa|aot)"))
                                        .findFirst()
                                : Optional.<Path>empty(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private Run run(String... command) throws Exception {
        var output = Files.createTempFile(somewhere, "run", ".out");
        var errors = Files.createTempFile(somewhere, "run", ".err");
        var process = new ProcessBuilder(command)
                .directory(somewhere.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
    }

    private record Run(int status, String output, String errors) {}
}
