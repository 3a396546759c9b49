package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts are set up with a till of a few lines of shell, on OpenSSH's server. */
class HostSetupTest {

    @TempDir
    private Path directory;

    private HostFixture hosts;
    private Till till;

    @BeforeEach
    void start() throws IOException {
        hosts = HostFixture.start(directory, MemoryNode::founder).initialised().with("m1", "127.0.0.1");
        till = hosts.till();
        distribute("0.1.0", StandInTill.TEXT);
    }

    @AfterEach
    void stop() throws IOException {
        Files.deleteIfExists(account().resolve("state"));
        hosts.close();
    }

    @Test
    void bareHost_getsTill_andIsLetIn_andItsRecordSaysSo() throws IOException {
        var ran = till.run("host", "setup", "m1");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("m1: set up with 0.1.0_").endsWith(", device " + MemoryNode.PEER + "\n");
        assertThat(account().resolve("enrolled"))
                .hasContent("--timeout 1m device enroll - --name m1 --json till1 a secret\n");
        assertThat(account().resolve(".local/bin/till")).isExecutable();
        assertThat(till.run("host", "show", "m1").out())
                .contains("status\t\"till-ready\"", "till_version\t\"0.1.0\"", "device\t\"" + MemoryNode.PEER);
        assertThat(left()).containsExactlyInAnyOrder("current", release(), "start.log");
    }

    @Test
    void hostThatIsSetUp_isLeftAsItIs() throws IOException {
        till.run("host", "setup", "m1");

        var ran = till.run("host", "setup", "m1");

        assertThat(ran.out()).startsWith("m1: in order with ");
        assertThat(account().resolve("starts")).content().hasLineCount(1);
        assertThat(account().resolve("enrolled")).content().hasLineCount(1);
    }

    @Test
    void olderTill_isReplaced_newerIsKept() throws IOException {
        till.run("host", "setup", "m1");
        distribute("0.2.0", StandInTill.TEXT);

        assertThat(till.run("host", "setup", "m1", "--dry-run").out()).contains("would replace 0.1.0_");
        assertThat(till.run("host", "setup", "m1").out()).startsWith("m1: set up with ");
        assertThat(account().resolve("starts")).content().hasLineCount(2);
        distribute("0.0.9", StandInTill.TEXT.replace("VERSION", "0.0.9"));
        Files.writeString(
                account().resolve(".local/share/till/current/bin/till"), StandInTill.TEXT.replace("VERSION", "0.2.0"));
        assertThat(till.run("host", "setup", "m1").out()).startsWith("m1: in order with ");
        assertThat(account().resolve("starts")).content().hasLineCount(2);
    }

    @Test
    void releaseThatDoesNotStart_givesWayToTheOneBefore() throws IOException {
        till.run("host", "setup", "m1");
        var before = release();
        distribute("0.1.0", StandInTill.TEXT.replace("up*) ", "up*) echo no such luck; exit 1; "));

        var ran = till.run("host", "setup", "m1");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err())
                .contains(
                        "m1: failed: starting the node: the node ended at once: no such luck; went back to " + before);
        assertThat(release()).isEqualTo(before);
        assertThat(till.run("host", "exec", "m1", "--shell", "--", "$HOME/.local/bin/till device status --json")
                        .out())
                .contains(MemoryNode.PEER.toString());
    }

    @Test
    void deviceOfAnotherFleet_isNotTakenFromIt() throws IOException {
        till.run("host", "setup", "m1");
        Files.writeString(account().resolve("state"), "c".repeat(32));
        distribute("0.1.0", StandInTill.TEXT + "\n");
        Files.writeString(
                account().resolve(".local/share/till/current/bin/till"),
                StandInTill.TEXT.replace("\"devices\":1", "\"devices\":3"));

        var ran = till.run("host", "setup", "m1");

        assertThat(ran.err()).contains("m1: failed: it belongs to another fleet, of 3 devices");
        assertThat(account().resolve("enrolled")).content().hasLineCount(1);
    }

    @Test
    void whatIsMissing_isSaid_beforeAnythingIsChanged() throws IOException {
        hosts.inTheWay("df", "echo header; echo /dev/x 1000 900 100 90% /home");

        var ran = till.run("host", "setup", "m1");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err())
                .isEqualTo("m1: failed: nothing was changed; the host lacks 512 MiB of room below the home (found: 0"
                        + " MiB)\n");
        assertThat(account()).isEmptyDirectory();
    }

    @Test
    void copyingThatFails_leavesNothing() throws IOException {
        hosts.inTheWay("tar", "head -c 100 >\"$4/half\"; echo 'tar: No space left on device' >&2; exit 2");

        var ran = till.run("host", "setup", "m1");

        assertThat(ran.err()).contains("m1: failed: copying: till could not be put into ");
        assertThat(left()).isEmpty();
    }

    @Test
    void dryRun_changesNothing() {
        var ran = till.run("host", "setup", "m1", "--dry-run");

        assertThat(ran.out()).startsWith("m1: would install 0.1.0_");
        assertThat(account()).isEmptyDirectory();
        assertThat(till.run("host", "show", "m1").out()).doesNotContain("till-ready");
    }

    @Test
    void hostThatIsAway_isUnreachable_andTheOtherIsSetUp() {
        till.run("host", "add", "--no-test", "away", "x@127.0.0.9:1");

        var ran = till.run("host", "setup", "m1", "away", "--json");

        assertThat(ran.status()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(ran.out())
                .contains(
                        "{\"event\":\"end\",\"host\":\"away\",\"result\":\"unreachable\",\"message\":\"nothing answers",
                        "{\"event\":\"end\",\"host\":\"m1\",\"result\":\"done\"",
                        "{\"event\":\"step\",\"host\":\"m1\",\"step\":\"starting the node\"}",
                        "{\"event\":\"summary\",\"done\":1,\"failed\":0,\"unreachable\":1,\"skipped\":0}");
    }

    @Test
    void hostMayBuildItItself() throws IOException {
        var source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("dist"), StandInTill.TEXT);
        HostFixture.executable(
                source.resolve("till"),
                "#!/bin/sh\ncd \"$(dirname \"$0\")\" && mkdir -p node/target/till/bin node/target/till/lib &&"
                        + " cp dist node/target/till/bin/till && chmod 755 node/target/till/bin/till\n");
        var git = List.of("git", "-C", source.toString(), "-c", "user.name=x", "-c", "user.email=x@example.org");
        for (List<String> words : List.of(List.of("init", "-q"), List.of("add", "."), List.of("commit", "-qm", "x"))) {
            Sshd.run(Stream.concat(git.stream(), words.stream()).toList());
        }

        var ran = till.run("host", "setup", "m1", "--from-git", "file://" + source);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("m1: set up with git-");
        assertThat(left()).containsExactlyInAnyOrder("current", release(), "start.log");
        assertThat(till.run("host", "setup", "m1", "--from-git", "file:///nowhere")
                        .err())
                .contains("m1: failed: building: git clone of file:///nowhere failed");
    }

    @Test
    void addressThatIsNone_isRefused() {
        for (String url :
                List.of("--upload-pack=touch x", "ext::sh -c touch% x", "a b", "$(touch x)", "", "https://x\ny")) {
            var ran = till.run("host", "setup", "m1", "--from-git=" + url);

            assertThat(ran.status()).as(url).isEqualTo(ExitStatus.BAD_USAGE);
        }
        assertThat(account()).isEmptyDirectory();
    }

    private Path account() {
        return directory.resolve("sshd/account");
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(account().resolve(".local/share/till"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String release() throws IOException {
        return Files.readSymbolicLink(account().resolve(".local/share/till/current"))
                .toString();
    }

    private void distribute(String version, String text) throws IOException {
        StandInTill.distribute(directory.resolve("distribution"), version, text);
    }
}
