package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.ScriptedServer;
import dev.till.node.ssh.Sshd;
import dev.till.protocol.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How hosts are found, tried and shown: OpenSSH's server, and servers that misbehave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostReachTest {
    @TempDir
    private static Path directory;

    private HostFixture hosts;
    private Path home;
    private MemoryNode node;
    private Sshd sshd;
    private Till till;

    @BeforeAll
    void start() throws IOException {
        hosts = HostFixture.start(directory, MemoryNode::alone);
        home = hosts.home();
        node = hosts.node();
        sshd = hosts.sshd();
        till = hosts.till();
    }

    @AfterAll
    void stop() throws IOException {
        hosts.close();
    }

    @Test
    void beforeInit_everyCommandSaysWhatIsMissing() throws IOException {
        var other = Files.createDirectory(directory.resolve("bare"));
        try (var bare = MemoryNode.alone(other)) {
            var fresh = new Till(other);
            fresh.run("host", "add", "m1", "x@127.0.0.1");
            for (List<String> words : List.of(
                    List.of("key", "show"),
                    List.of("host", "test", "m1"),
                    List.of("host", "ssh", "m1"),
                    List.of("host", "exec", "m1", "--", "id"))) {
                var ran = fresh.run(words.toArray(String[]::new));

                assertThat(ran.status()).as("%s", words).isEqualTo(ExitStatus.NO_SUCH_THING);
                assertThat(ran.err()).contains("`till host init`");
            }
            assertThat(bare.socket()).exists();
            assertThat(other.resolve("ssh")).doesNotExist();
        }
    }

    @Test
    void testedHost_isDescribed_andItsRecordTellsTheFleet() throws IOException {
        hosts.initialised();
        till.run("host", "add", "--no-test", "m1", HostFixture.USER + "@127.0.0.1:" + sshd.port());

        var ran = till.run("host", "test", "m1");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("m1: done: name ok, port ok, host-key ok, admission ok, till ")
                .contains("MiB free");
        assertThat(till.run("get", "hosts/m1", "actual_hostname").out()).isEqualTo(Sshd.run(List.of("uname", "-n")));
        var status = till.run("host", "status", "m1", "--json").out();
        assertThat(status).contains("\"connected\":true", "\"latency_ms\":", "\"failures\":0");
        assertThat(till.run("host", "show", "m1").out()).contains("status_at\t\"2026-01-02T03:04:05Z\"");
    }

    @Test
    void addedHost_isTriedAtOnce_andStaysWhenThatFails() throws IOException {
        hosts.initialised();

        var good = till.run("host", "add", "good", HostFixture.USER + "@127.0.0.4:" + sshd.port());
        var bad = till.run("host", "add", "bad", "x@127.0.0.4:1");

        assertThat(good.err()).startsWith("added good\ngood: done: name ok, port ok, ");
        assertThat(bad.err()).startsWith("added bad\nbad: unreachable: name ok, port FAILED (");
        assertThat(bad.status()).isZero();
        assertThat(till.run("host", "list").out()).contains("bad ");
    }

    @Test
    void failedStep_isNamed_afterThoseThatWereTaken() throws IOException {
        hosts.initialised();
        till.run("host", "add", "--no-test", "closed", "x@127.0.0.7:1");

        var ran = till.run("host", "test", "closed");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.out())
                .isEqualTo("closed: unreachable: name ok, port FAILED (nothing answers at 127.0.0.7 port 1: Connection "
                        + "refused)\n");
        assertThat(till.run("host", "status", "closed").out())
                .contains("unreachable")
                .containsPattern(" 3 +nothing answers");
    }

    @Test
    void realSsh_isRunWithTheWordsAsTheyAre() throws IOException {
        hosts.initialised();
        till.run("host", "add", "--no-test", "shell", HostFixture.USER + "@127.0.0.3:" + sshd.port());
        await().until(() -> Files.readString(home.resolve("ssh/config")).contains("till-shell"));
        var file = directory.resolve("it's $(here)");

        var ran = till.run("host", "ssh", "shell", "--", "touch", file.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(file).exists();
        assertThat(till.run("host", "ssh", "shell", "--", "sh", "-c", "exit 9").status())
                .isEqualTo(9);
        assertThat(till.run("host", "ssh", "nobody").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
    }

    @Test
    void recordsOfPeers_areNoCommands() throws IOException {
        hosts.initialised();
        var mark = directory.resolve("run");
        for (String bad : List.of("x;touch " + mark, "-oProxyCommand=touch " + mark, "$(touch " + mark + ")", "a\nb")) {
            node.receiveFromPeer("hosts/evil", "user", JsonText.string(bad));
            node.receiveFromPeer("hosts/evil", "host", JsonText.string("127.0.0.1"));
            await().untilAsserted(() -> assertThat(
                            till.run("host", "exec", "evil", "--", "id").err())
                    .contains("evil: skipped: its record lacks a valid user or address"));
            node.receiveFromPeer("hosts/evil", "user", JsonText.string(HostFixture.USER));
            node.receiveFromPeer("hosts/evil", "host", JsonText.string(bad));
            assertThat(till.run("host", "ssh", "evil").status()).isEqualTo(ExitStatus.CONFLICT);
        }
        assertThat(mark).doesNotExist();
        assertThat(Files.readString(home.resolve("ssh/config"))).doesNotContain("touch");
    }

    @Test
    void serversThatMisbehave_areGivenUpInTime_withTheRightWords() throws IOException {
        hosts.initialised();
        var servers = new EnumMap<ScriptedServer.Manner, ScriptedServer>(ScriptedServer.Manner.class);
        for (ScriptedServer.Manner manner : ScriptedServer.Manner.values()) {
            var server = ScriptedServer.start(manner);
            servers.put(manner, server);
            till.run("host", "add", "--no-test", manner.name(), "x@127.0.0.1:" + server.port(), "--group", "odd");
        }

        var ran = till.run("host", "exec", "--group", "odd", "--", "true");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        servers.forEach((manner, server) -> assertThat(ran.err())
                .containsPattern(manner + ": unreachable: .*127\\.0\\.0\\.1 port " + server.port()));
        for (ScriptedServer server : servers.values()) {
            await().until(() -> server.open() == 0);
            server.close();
        }
    }
}
