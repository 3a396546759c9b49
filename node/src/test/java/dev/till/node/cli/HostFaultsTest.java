package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
