package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on hosts, which are OpenSSH's server on several addresses of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostExecTest {
    @TempDir
    private static Path directory;

    private HostFixture hosts;
    private Path home;
    private Sshd sshd;
    private Till till;

    @BeforeAll
    void start() throws IOException {
        hosts = HostFixture.start(directory, MemoryNode::alone).initialised();
        home = hosts.home();
        sshd = hosts.sshd();
        till = hosts.till();
        for (int host = 1; host <= 3; host++) {
            hosts.with("m" + host, "127.0.0." + host, "--group", "ms");
        }
    }

    @AfterAll
    void stop() throws IOException {
        hosts.close();
    }

    @Test
    void commandOnAGroup_isToldHostByHost() {
        var ran = till.run("host", "exec", "--group", "ms", "--", "echo", "hello");

        assertThat(ran.err()).isEqualTo("3 done, 0 failed, 0 unreachable, 0 skipped\n");
        assertThat(ran.out().lines()).containsExactlyInAnyOrder("m1: hello", "m2: hello", "m3: hello");
        assertThat(ran.status()).isZero();
    }

    @Test
    void equalOutputs_areGathered() {
        var ran = till.run("host", "exec", "--group", "ms", "--gather", "--", "printf", "a\\nb\\n");

        assertThat(ran.out().lines().skip(1)).containsExactly("a", "b");
        assertThat(ran.out().lines().findFirst().orElseThrow())
                .startsWith("== ")
                .endsWith(" (3)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "$(touch injected)",
                "`touch injected`",
                "a;touch injected",
                "a\ntouch injected",
                "it's",
                "\"quoted\"",
                "back\\slash\\",
                "-n",
                "*",
                "~",
                "",
                "grüße 🦀",
                "a&&b|c>d<e",
                "!!",
            })
    void word_arrivesAsItIs(String word) {
        var ran = till.run("host", "exec", "m1", "--", "printf", "[%s]\\n", word);

        assertThat(ran.out().replace("m1: ", "")).isEqualTo("[" + word + "]\n");
        assertThat(Path.of(System.getProperty("user.home"), "injected")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(id)", "-oProxyCommand=id", "a b", "a;b", "../m1", "a\nb", ""})
    void nameThatIsNone_isRefused(String name) {
        assertThat(till.run("host", "exec", name, "--", "id").status()).isEqualTo(ExitStatus.BAD_USAGE);
        assertThat(till.run("host", "exec", "--group", name, "--", "id").status())
                .isEqualTo(ExitStatus.BAD_USAGE);
    }

    @Test
    void variables_areSet_andTheirValuesAreData() {
        var ran = till.run("host", "exec", "m1", "--env", "A_B=$(id) 'x", "--shell", "--", "echo \"$A_B\" | tr x y");

        assertThat(ran.out()).isEqualTo("m1: $(id) 'y\n");
        assertThat(till.run("host", "exec", "m1", "--env", "A;id=1", "--", "id").err())
                .startsWith("till: variable: 'A;id=1'");
    }

    @Test
    void failureOnOneHost_isPartial_andNamesIt() {
        var ran = till.run(
                "host", "exec", "m1", "m2", "--shell", "--", "case $SSH_CONNECTION in *127.0.0.2*) exit 3;; esac");

        assertThat(ran.status()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(ran.err()).contains("m2: failed: exit status 3\n", "1 done, 1 failed");
    }

    @Test
    void commandEndedByASignal_saysWhich() {
        var ran = till.run("host", "exec", "m1", "--shell", "--", "kill -SEGV $$");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err()).isEqualTo("m1: failed: ended by signal SEGV\n");
    }

    @Test
    void hostThatIsNotThere_isUnreachable_andItsRecordSaysSo() {
        till.run("host", "add", "--no-test", "away", "x@127.0.0.9:1");

        var ran = till.run("host", "exec", "away", "m1", "--", "true");

        assertThat(ran.status()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(ran.err()).contains("away: unreachable: nothing answers at 127.0.0.9 port 1: Connection refused");
        await().untilAsserted(() -> assertThat(till.run("host", "list").out())
                .containsPattern("away .* unreachable")
                .containsPattern("m1 .* connected"));
        till.run("host", "remove", "away");
    }

    @Test
    void nameWithoutAddress_isSaidToBeOne() {
        till.run("host", "add", "--no-test", "ghost", "x@no-such-host.invalid");

        assertThat(till.run("host", "exec", "ghost", "--", "true").err())
                .contains("ghost: unreachable: no address is known for no-such-host.invalid");
        till.run("host", "remove", "ghost");
    }

    @Test
    void keyThatIsNotAdmitted_isExplained() throws IOException {
        try (var strict = Sshd.start(directory.resolve("strict"))) {
            till.run("host", "add", "--no-test", "strict", HostFixture.USER + "@127.0.0.1:" + strict.port());

            var ran = till.run("host", "exec", "strict", "--", "true");

            assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
            assertThat(ran.err()).contains("does not admit " + HostFixture.USER, "till key show", "authorized_keys");
            till.run("host", "remove", "strict");
        }
    }

    @Test
    void changedHostKey_isRefused_untilItIsAccepted() throws IOException {
        try (var other = Sshd.start(directory.resolve("other"))) {
            other.admit(till.run("key", "show").out());
            till.run("host", "add", "--no-test", "other", HostFixture.USER + "@127.0.0.1:" + other.port());
            assertThat(till.run("host", "exec", "other", "--", "true").status()).isZero();
            till.run("host", "remove", "other");
            other.changeHostKey();
            till.run("host", "add", "--no-test", "other", HostFixture.USER + "@127.0.0.1:" + other.port());

            var refused = till.run("host", "exec", "other", "--", "true");

            assertThat(refused.err()).contains("its host key has changed", "ssh-keygen -R");
            var command = refused.err()
                    .substring(refused.err().indexOf('`') + 1, refused.err().lastIndexOf('`'));
            Sshd.run(List.of("sh", "-c", command));
            assertThat(till.run("host", "exec", "other", "--", "true").status()).isZero();
            till.run("host", "remove", "other");
        }
    }

    @Test
    void session_isSharedByAllCommands_andByTheRealSsh() throws IOException {
        till.run("host", "exec", "m1", "--", "true");
        long before = sshd.admissions();

        for (int i = 0; i < 3; i++) {
            assertThat(till.run("host", "exec", "m1", "--", "cat").status()).isZero();
        }

        assertThat(sshd.admissions()).isEqualTo(before);
        var config = home.resolve("ssh/config").toString();
        assertThat(Sshd.run(List.of("ssh", "-F", config, "-o", "ControlMaster=no", "till-m1", "echo", "hi")))
                .isEqualTo("hi\n");
    }

    @Test
    void connectionThatEndedMeanwhile_isMadeAnew() throws IOException {
        till.run("host", "exec", "m3", "--", "true");
        var killed = till.run("host", "exec", "m3", "--shell", "--", "kill -9 $PPID");

        assertThat(killed.err()).contains("m3: failed: the connection ended before the command did");
        assertThat(till.run("host", "exec", "m3", "--", "echo", "again").out()).isEqualTo("m3: again\n");
    }

    @Test
    void muchOutput_passesWholeAndInOrder() {
        var ran = till.run("host", "exec", "m1", "--shell", "--", "seq 1 300000; echo end >&2");

        assertThat(ran.out().lines().count()).isEqualTo(300_000);
        assertThat(ran.out()).startsWith("m1: 1\n").endsWith("m1: 300000\n");
        assertThat(ran.err()).isEqualTo("m1: end\n");
    }

    @Test
    void commandThatTakesTooLong_isEndedOnTheHost() {
        var mark = directory.resolve("ended");

        var ran = till.run(
                "host",
                "exec",
                "m1",
                "--timeout",
                "1s",
                "--shell",
                "--",
                "trap 'touch " + mark + "; exit 1' TERM; sleep 60 & wait");

        assertThat(ran.err()).contains("not done within 1s");
        await().until(() -> Files.exists(mark));
    }

    @Test
    void callerThatHangsUp_endsTheCommandOnTheHost() throws IOException {
        var begun = directory.resolve("begun");
        var mark = directory.resolve("hung-up");
        var line = "trap 'touch " + mark + "; exit 1' TERM; touch " + begun + "; sleep 60 & wait";
        try (var channel = dev.till.node.client.Connection.open(home, dev.till.node.socket.Waiting.FOR_EVER)) {
            var asked = CompletableFuture.runAsync(() -> {
                try {
                    channel.call(dev.till.node.client.Connection.request("host-exec")
                            .open("hosts", '[')
                            .text("m2")
                            .close(']')
                            .text("shell", line));
                } catch (IOException | dev.till.node.socket.Refusal closed) {
                    // As it should be: the connection is closed below.
                }
            });
            await().until(() -> Files.exists(begun));
            assertThat(asked).isNotDone();
        }

        await().until(() -> Files.exists(mark));
    }

    @Test
    void events_areJson_andTheSummaryIsLast() {
        var ran = till.run("host", "exec", "m1", "--json", "--shell", "--", "echo out; echo err >&2; exit 4");

        assertThat(ran.out().lines())
                .anyMatch(line ->
                        line.equals("{\"event\":\"output\",\"host\":\"m1\",\"stream\":\"stdout\",\"text\":\"out\"}"))
                .anyMatch(line ->
                        line.equals("{\"event\":\"output\",\"host\":\"m1\",\"stream\":\"stderr\",\"text\":\"err\"}"))
                .anyMatch(line -> line.matches(
                        "\\{\"event\":\"end\",\"host\":\"m1\",\"result\":\"failed\",\"exit\":4,\"seconds\":[0-9.]+}"))
                .endsWith("{\"event\":\"summary\",\"done\":0,\"failed\":1,\"unreachable\":0,\"skipped\":0}");
    }

    @Test
    void dryRun_saysWhatWouldBeRun_andReachesForNobody() {
        var ran = till.run("host", "exec", "m1", "--dry-run", "--", "rm", "-r", "a b");

        assertThat(ran.out()).isEqualTo("m1: rm -r 'a b'\n");
        assertThat(ran.status()).isZero();
    }

    @Test
    void noCommandOrNoHosts_isBadUsage() {
        assertThat(till.run("host", "exec", "m1").err())
                .isEqualTo("till: command: nothing (expected: -- and a command)\n");
        assertThat(till.run("host", "exec", "--", "id").err()).startsWith("till: hosts: none named");
        assertThat(till.run("host", "exec", "m1", "--all", "--", "id").err())
                .startsWith("till: hosts: named in several");
        assertThat(till.run("host", "exec", "nobody", "--", "id").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
    }
}
