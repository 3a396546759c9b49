package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.ScriptedServer;
import dev.till.node.ssh.Sshd;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are odd, full or gone in the middle of something: OpenSSH's server, and the real rsync. */
class HostFaultsTest {
    @TempDir
    private Path directory;

    private HostFixture hosts;
    private Till till;
    private final List<ScriptedServer> odd = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        var banner = Files.writeString(directory.resolve("banner"), "no trespassing\n".repeat(10_000));
        hosts = HostFixture.start(directory, MemoryNode::alone, "PermitTTY no", "Banner " + banner)
                .initialised()
                .with("m1", "127.0.0.1");
        till = hosts.till();
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
        for (ScriptedServer server : odd) {
            server.close();
        }
    }

    @Test
    void hostWithoutTerminals_andAFloodOfABanner_runsCommandsAllTheSame() {
        var ran = till.run("host", "exec", "m1", "--shell", "--", "test ! -t 0 && echo fine");

        assertThat(ran.out()).isEqualTo("m1: fine\n");
        assertThat(ran.err()).isEmpty();
        assertThat(till.run("host", "ssh", "m1", "--", "exit", "9").status()).isEqualTo(9);
    }

    @Test
    void userThatIsNone_isNotAdmitted_andTheRecordSaysSo() {
        till.run(
                "host",
                "add",
                "--no-test",
                "m2",
                "nobody-here@127.0.0.1:" + hosts.sshd().port());

        var ran = till.run("host", "exec", "m2", "--", "true");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err()).contains("m2: unreachable: ", "does not admit nobody-here with till's key");
    }

    @Test
    void fullDisk_endsADeployment_andAnotherGoesOnFromThere() throws IOException {
        var full = Files.createDirectory(directory.resolve("full"));
        assumeTrue(mounted(full), "needs to mount a file system");
        try {
            var site = site(3 << 20);

            var ran = deploy(site, full.resolve("app"));

            assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
            assertThat(ran.err()).contains("m1: failed: copying: ", "No space left on device");
            assertThat(full.resolve("app/current")).doesNotExist();
            Sshd.run(List.of("mount", "-o", "remount,size=8m", full.toString()));
            assertThat(deploy(site, full.resolve("app")).out()).endsWith(" is in use\n");
            assertThat(releases(full.resolve("app"))).hasSize(1).noneMatch(name -> name.startsWith("."));
        } finally {
            Sshd.run(List.of("umount", full.toString()));
        }
    }

    @Test
    void hostThatGoesDownInADeployment_isGoneOnWith_whenItIsBack() throws IOException {
        var site = site(1 << 20);
        // All that the host runs for us is gone at once, as when it loses its power.
        hosts.inTheWay("rsync", "touch \"$HOME/copying\"; exec sleep 600");
        var deploying = CompletableFuture.supplyAsync(() -> deploy(site, Path.of("app")));
        await().until(() -> Files.exists(hosts.account().resolve("copying")));

        hosts.sshd().crash();

        var broken = deploying.join();
        assertThat(broken.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(broken.err()).contains("m1: failed: copying: ", "deploying again goes on from here");
        assertThat(deploy(site, Path.of("app")).err()).contains("m1: unreachable: ");
        hosts.outOfTheWay("rsync");
        hosts.sshd().resume();
        assertThat(deploy(site, Path.of("app")).out()).endsWith(" is in use\n");
        assertThat(releases(hosts.account().resolve("app"))).hasSize(1);
        assertThat(till.run("get", "deployments/m1/~/app", "step").out()).isEqualTo("deployed\n");
    }

    @Test
    void faultsOfEveryKind_leaveNoThread_noSession_andNoFile() throws IOException {
        for (ScriptedServer.Manner manner : ScriptedServer.Manner.values()) {
            var server = ScriptedServer.start(manner);
            odd.add(server);
            till.run("host", "add", "--no-test", manner.name(), "x@127.0.0.1:" + server.port());
        }
        till.run("host", "add", "--no-test", "refused", "x@127.0.0.1:1");
        till.run("host", "add", "--no-test", "stranger", "nobody-here@127.0.0.1:" + port());
        hosts.with("other", "127.0.0.6");
        var elsewhere = Sshd.run(
                        List.of("cat", directory.resolve("sshd/host.pub").toString()))
                .replaceFirst("AAAAC3NzaC1lZDI1NTE5AAAAI.", "AAAAC3NzaC1lZDI1NTE5AAAAIx");
        Files.writeString(knownHosts(), "[127.0.0.6]:" + port() + " " + elsewhere);

        for (int round = 0; round < 4; round++) {
            faults();
        }
        // The real ssh keeps a connection of its own, as the configuration tells it to.
        Sshd.run(List.of("sh", "-c", "ssh -F " + hosts.home() + "/ssh/config -O exit till-m1 || true"));
        for (var host : JsonMembers.parse(
                        "{\"hosts\":" + till.run("host", "list", "--json").out() + "}")
                .list("hosts")) {
            till.run("host", "remove", JsonMembers.parse(host).text("name"));
        }

        await().untilAsserted(() -> assertThat(hosts.sshd().connections()).isZero());
        for (ScriptedServer server : odd) {
            await().until(() -> server.open() == 0);
        }
        for (String name : List.of("till-host", "till-drain", "till-ssh")) {
            await().untilAsserted(() -> assertThat(threads(name)).isEmpty());
        }
        int few = Runtime.getRuntime().availableProcessors() + 8;
        await().untilAsserted(() -> assertThat(threads("sshd-")).hasSizeLessThan(few));
        try (Stream<Path> files = Files.list(hosts.home().resolve("ssh"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config",
                            "control",
                            "known_hosts",
                            "till_federation_ed25519",
                            "till_federation_ed25519.pub");
        }
        assertThat(hosts.home().resolve("ssh/control")).isEmptyDirectory();
        try (Stream<Path> files = Files.walk(hosts.account())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allSatisfy(name -> assertThat(name).doesNotContain(".new.", ".current."));
        }
    }

    /** One of each, at once where they are for many hosts. */
    private void faults() throws IOException {
        var all = till.run("host", "exec", "--all", "--", "true");
        assertThat(all.status()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(all.err())
                .contains(
                        "refused: unreachable: nothing answers",
                        "stranger: unreachable: ",
                        "other: unreachable: other (127.0.0.6 port " + port() + "): its host key has changed");
        for (var fault : Map.of(
                        "kill -9 $PPID", "the connection ended before the command did",
                        "kill -SEGV $$", "ended by signal SEGV",
                        "exit 9", "exit status 9",
                        "sleep 600", "not done within 300ms")
                .entrySet()) {
            var ran = till.run("host", "exec", "m1", "--timeout", "300ms", "--shell", "--", fault.getKey());
            // The first of these may take that long to connect.
            assertThat(ran.err()).containsAnyOf(fault.getValue(), "not done within 300ms");
        }
        hosts.inTheWay("rsync", "exit 11");
        assertThat(deploy(directory, Path.of("app")).status()).isEqualTo(ExitStatus.FAILED);
        hosts.outOfTheWay("rsync");
        assertThat(till.run("host", "sync", "m1", "--path", "nowhere").status()).isEqualTo(ExitStatus.FAILED);
    }

    private static List<String> threads(String beginning) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(beginning))
                .toList();
    }

    private int port() {
        return hosts.sshd().port();
    }

    private Path knownHosts() {
        return hosts.home().resolve("ssh/known_hosts");
    }

    private Till.Ran deploy(Path site, Path to) {
        return till.run("host", "deploy", "m1", "--from", site.toString(), "--to", to.toString());
    }

    private Path site(int bytes) throws IOException {
        var content = new byte[bytes];
        new Random(1).nextBytes(content);
        return Files.write(Files.createDirectory(directory.resolve("site")).resolve("large"), content)
                .getParent();
    }

    private static List<String> releases(Path app) throws IOException {
        try (Stream<Path> releases = Files.list(app.resolve("releases"))) {
            return releases.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static boolean mounted(Path at) {
        try {
            Sshd.run(List.of("mount", "-t", "tmpfs", "-o", "size=1m", "till-test", at.toString()));
            return true;
        } catch (IOException | AssertionError notAllowed) {
            return false;
        }
    }
}
