package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import dev.till.protocol.host.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys hosts admit, as OpenSSH's server sees it. */
class KeyCommandsTest {
    private static final String USER = System.getProperty("user.name");
    private static final String OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOther someone";

    @TempDir
    private Path directory;

    private MemoryNode node;
    private Sshd sshd;
    private Till till;
    private String old;

    @BeforeEach
    void start() throws IOException {
        var home = Files.createDirectory(directory.resolve("home"));
        node = MemoryNode.alone(home);
        till = new Till(home);
        sshd = host("sshd");
        old = till.run("host", "init").out().strip();
        admit("sshd", OTHER + "\nno-pty,from=\"127.0.0.*\" " + old + "\n" + OTHER);
        till.run("host", "add", "--no-test", "m1", USER + "@127.0.0.1:" + sshd.port());
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        sshd.close();
    }

    @Test
    void newKey_takesThePlaceOfTheOld_underTheSameConditions() throws IOException {
        assertThat(till.run("host", "exec", "m1", "--", "true").status()).isZero();

        var ran = till.run("key", "rotate");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).isEqualTo("m1: admits the new key, and the old one no more\n");
        var now = till.run("key", "show").out().strip();
        assertThat(now).isNotEqualTo(old);
        assertThat(authorized("sshd")).hasContent(OTHER + "\n" + OTHER + "\nno-pty,from=\"127.0.0.*\" " + now + "\n");
        assertThat(directory.resolve("home/ssh/till_federation_ed25519.old")).doesNotExist();
        till.run("host", "add", "--no-test", "m2", USER + "@127.0.0.2:" + sshd.port());
        assertThat(till.run("host", "exec", "m2", "--", "true").status()).isZero();
    }

    @Test
    void hostThatIsAway_isFinishedLater() throws IOException {
        try (var away = host("away")) {
            admit("away", old + "\n");
            till.run("host", "add", "--no-test", "m2", USER + "@127.0.0.1:" + away.port());
            away.stop();

            var first = till.run("key", "rotate");

            assertThat(first.status()).isEqualTo(ExitStatus.PARTLY_DONE);
            assertThat(first.err()).contains("m2: unreachable: ", "1 done, 0 failed, 1 unreachable");
            var now = till.run("key", "show").out();
            away.resume();
            assertThat(till.run("host", "exec", "m1", "m2", "--", "true").status())
                    .isZero();
            assertThat(till.run("host", "ssh", "m2", "--", "true").status()).isZero();
            assertThat(till.run("key", "rotate").status()).isZero();
            assertThat(till.run("key", "show").out()).isEqualTo(now);
            assertThat(authorized("away")).hasContent(now);
            assertThat(directory.resolve("home/ssh/till_federation_ed25519.old"))
                    .doesNotExist();
        }
    }

    @Test
    void keyThatIsNotProven_leavesTheOldOne() throws IOException {
        // What is changed there is not what the server reads.
        sshd.close();
        sshd = Sshd.start(directory.resolve("another"));
        sshd.admit(old);
        Files.createDirectories(directory.resolve("another/account/.ssh"));
        Files.writeString(authorized("another"), old + "\n");
        till.run("host", "edit", "m1", "--port", "" + sshd.port());

        var ran = till.run("key", "rotate");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err()).contains("the new key is not admitted, and the old one stays: ");
        assertThat(authorized("another")).content().contains(old);
        assertThat(till.run("host", "exec", "m1", "--", "true").status()).isZero();
    }

    @Test
    void restrictedKey_looksAfterTheHost_andDoesNothingElse() throws Exception {
        var line = till.run("key", "show", "--restrict").out();
        assertThat(line).startsWith("restrict,command=\"").endsWith(old + "\n");
        admit("sshd", line);

        var tested = till.run("host", "test", "m1");

        assertThat(till.run("host", "test", "m1").status()).isZero();
        assertThat(tested.out())
                .as(tested.err())
                .startsWith("m1: done: name ok, port ok, ")
                .contains("MiB free");
        for (String shell :
                new String[] {"id", HostFacts.QUESTION + "; id", "id; " + HostFacts.QUESTION, "", "true; id"}) {
            var ran = till.run("host", "exec", "m1", "--shell", "--", shell + " ");

            assertThat(ran.status()).as(shell).isNotZero();
            assertThat(ran.out()).doesNotContain("uid=");
        }
        assertThat(till.run("host", "sync", "m1").out()).isEqualTo("m1: till sync: no till there\n");
        var ran = till.run("host", "exec", "m1", "--", "id");
        assertThat(ran.err()).contains("m1: till: this key may not do that", "m1: failed: exit status 126");
        var mark = "sh -c 'echo \"$0 $PPID $SHELL\" >&2' till-";
        assertThat(raw(mark + "0123456789abcdef; " + HostFacts.QUESTION)).isZero();
        assertThat(raw("echo till-0123456789abcdef $$ >&2; " + HostFacts.QUESTION))
                .isZero();
        for (String sent : List.of(
                mark + "0123456789abcdef; true",
                mark + "0123456789abcdef; " + HostFacts.QUESTION + "; id",
                mark + "0123456789abcdef; id",
                mark + "0123456789abcde*; " + HostFacts.QUESTION,
                mark + "$(id) 0123456789; " + HostFacts.QUESTION,
                mark + "; " + HostFacts.QUESTION,
                "echo till-0123456789abcdef $$ >&2; id",
                "echo till-0123456789abcdef $$ >&2; " + HostFacts.QUESTION + "; id",
                "echo till-0123456789abcde $$ >&2; " + HostFacts.QUESTION,
                "echo till-0123456789abcdef `id` >&2; " + HostFacts.QUESTION,
                "echo till-$(id) $$ >&2; " + HostFacts.QUESTION,
                "true",
                "id")) {
            assertThat(raw(sent)).as(sent).isEqualTo(126);
        }
    }

    /** What the real ssh ends with when the host is to run this line. */
    private int raw(String line) throws Exception {
        var ssh = List.of("ssh", "-F", directory.resolve("home/ssh/config").toString(), "-S", "none", "till-m1", line);
        var process = new ProcessBuilder(ssh)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private Sshd host(String name) throws IOException {
        var file = authorized(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        return Sshd.start(directory.resolve(name), "AuthorizedKeysFile " + file);
    }

    private void admit(String name, String text) throws IOException {
        Files.writeString(authorized(name), text);
    }

    private Path authorized(String name) {
        return directory.resolve(name).resolve("account/.ssh/authorized_keys");
    }
}
