package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts are brought up to date, and cleaned up, on OpenSSH's server, with the real git. */
class HostSyncTest {
    @TempDir
    private Path directory;

    private HostFixture hosts;
    private Till till;

    @BeforeEach
    void start() throws IOException {
        var authorized = account().resolve(".ssh/authorized_keys");
        Files.createDirectories(authorized.getParent());
        Files.writeString(authorized, "");
        hosts = HostFixture.start(directory, MemoryNode::withPeer, "AuthorizedKeysFile " + authorized);
        till = hosts.till();
        Files.writeString(authorized, till.run("host", "init").out());
        hosts.with("m1", "127.0.0.1");
        hosts.inTheWay("till", "echo \"$*\" >>\"$HOME/calls\"; [ \"$1\" != host ] || cat >\"$HOME/given\"");
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
    }

    @Test
    void workingCopies_arePulled_thenTillSyncs() throws IOException {
        var origin = repository("origin");
        git("clone", "-q", origin.toString(), account().resolve("app").toString());
        commit(origin, "two");
        till.run("set", "hosts/m1", "sync_paths", "[\"app\"]");

        assertThat(till.run("host", "sync", "m1", "--dry-run").out())
                .isEqualTo("m1: would pull app, then run till sync\n");
        var ran = till.run("host", "sync", "m1");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).matches("m1: app: from \\w+ to \\w+; till sync: done\n");
        assertThat(account().resolve("app/two")).exists();
        assertThat(account().resolve("calls")).hasContent("sync\n");
        assertThat(till.run("host", "sync", "m1").out()).contains(", as before; ");
    }

    @Test
    void workingCopyWithChanges_isLeftAlone_andTheyAreTold() throws IOException {
        var origin = repository("origin");
        var app = account().resolve("it's $(touch injected)");
        git("clone", "-q", origin.toString(), app.toString());
        commit(origin, "two");
        Files.writeString(app.resolve("mine"), "x");

        var ran = till.run("host", "sync", "m1", "--path", app.getFileName().toString(), "--path", "nowhere");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err())
                .contains(
                        "not pulled, for it has changes: ?? mine",
                        "nowhere: no working copy of git",
                        "till sync: done");
        assertThat(app.resolve("two")).doesNotExist();
        assertThat(account().resolve("injected")).doesNotExist();
        assertThat(till.run("host", "sync", "m1", "--path", "-x").status()).isEqualTo(ExitStatus.BAD_USAGE);
        assertThat(till.run("host", "sync", "m1", "--path", "x", "--legacy").status())
                .isEqualTo(ExitStatus.BAD_USAGE);
    }

    @Test
    void pathsThatAPeerWrote_areNoCommands() throws IOException {
        var mark = directory.resolve("run");
        for (String path : List.of("$(touch " + mark + ")", "x; touch " + mark, "`touch " + mark + "`", "it's")) {
            hosts.node()
                    .receiveFromPeer(
                            "hosts/m1",
                            "sync_paths",
                            new Value("[" + JsonText.string(path).json() + "]"));

            await().untilAsserted(() ->
                    assertThat(till.run("host", "sync", "m1").err()).contains(path + ": no working copy of git"));
        }
        for (String none : List.of("[\"-x\"]", "[\"a\\nb\"]", "{}", "7")) {
            hosts.node().receiveFromPeer("hosts/m1", "sync_paths", new Value(none));

            await().untilAsserted(() ->
                    assertThat(till.run("host", "sync", "m1").out()).isEqualTo("m1: till sync: done\n"));
        }
        assertThat(mark).doesNotExist();
    }

    @Test
    void workingCopyThatWentAnotherWay_isNotMerged() throws IOException {
        var origin = repository("origin");
        var app = account().resolve("app");
        git("clone", "-q", origin.toString(), app.toString());
        commit(origin, "theirs");
        commit(app, "ours");

        var ran = till.run("host", "sync", "m1", "--path", "app");

        assertThat(ran.err()).contains("app: not pulled: ");
        assertThat(app.resolve("theirs")).doesNotExist();
    }

    @Test
    void listsOfHosts_areExchangedWithOlderInstallations() throws IOException {
        Files.createDirectories(account().resolve(".till"));
        Files.writeString(
                account().resolve(".till/hosts-local.json"),
                "{\"local_hostname\":\"old\",\"hosts\":{\"m9\":{\"user\":\"x\",\"host\":\"192.0.2.9\",\"version\":1}}}");

        assertThat(till.run("host", "sync", "m1", "--legacy", "--dry-run").out())
                .startsWith("m1: would take over 1 new ");
        assertThat(till.run("host", "show", "m9").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
        var ran = till.run("host", "sync", "m1", "--legacy");

        assertThat(ran.out()).isEqualTo("m1: took over 1 new and 0 changed hosts, kept 0; gave it ours\n");
        assertThat(till.run("host", "show", "m9").out()).contains("192.0.2.9");
        assertThat(account().resolve("calls")).hasContent("host merge\n");
        assertThat(account().resolve("given")).content().contains("\"m1\"", "\"m9\"");
    }

    @Test
    void listThatIsNone_isRefusedWhole() throws IOException {
        Files.createDirectories(account().resolve(".till"));
        Files.writeString(
                account().resolve(".till/hosts-local.json"),
                "{\"local_hostname\":\"old\",\"hosts\":{\"m9\":{\"user\":\"$(id)\",\"host\":\"192.0.2.9\",\"version\":1}}}");

        assertThat(till.run("host", "sync", "m1", "--legacy").err())
                .contains("m1: failed: its list of hosts is refused: ");
        assertThat(till.run("host", "list").out()).doesNotContain("m9");
        assertThat(account().resolve("calls")).doesNotExist();
    }

    @Test
    void removedHost_isCleanedUpFirst() throws IOException {
        var base = account().resolve(".local/share/till/0.1.0_abc/bin");
        Files.createDirectories(base);
        Files.createDirectories(account().resolve(".local/bin"));
        Files.createSymbolicLink(account().resolve(".local/share/till/current"), Path.of("0.1.0_abc"));
        Files.createSymbolicLink(
                account().resolve(".local/bin/till"), account().resolve(".local/share/till/current/bin/till"));
        HostFixture.executable(base.resolve("till"), "#!/bin/sh\necho \"$*\" >>\"$HOME/calls\"; exit 4\n");
        Files.createDirectories(account().resolve(".till"));

        var ran = till.run("host", "remove", "m1", "--clean-remote");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(account().resolve("calls")).hasContent("down\n");
        assertThat(account().resolve(".local/share/till")).doesNotExist();
        assertThat(Files.exists(account().resolve(".local/bin/till"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(account().resolve(".ssh/authorized_keys")).hasContent("");
        assertThat(account().resolve(".till")).exists();
        assertThat(till.run("host", "list").out()).doesNotContain("m1");
    }

    @Test
    void hostThatCannotBeCleanedUp_stays() {
        till.run("host", "add", "--no-test", "away", "x@127.0.0.9:1");

        assertThat(till.run("host", "remove", "away", "--clean-remote").status())
                .isEqualTo(ExitStatus.FAILED);
        assertThat(till.run("host", "list").out()).contains("away");
        assertThat(till.run("host", "remove", "away").status()).isZero();
    }

    @Test
    void syncOfThisDevice_tellsSshOfHosts() {
        assertThat(till.run("sync", "--dry-run").out()).containsPattern("hosts +would +tell ssh of 1 host\n");

        var ran = till.run("sync");

        assertThat(ran.out()).containsPattern("hosts +done +1 host, as ssh is told\n");
        assertThat(ran.status()).isZero();
    }

    @Test
    void statusOfTheCluster_showsHosts() {
        assertThat(till.run("status", "--cluster").out()).containsPattern("m1 +untested");
        assertThat(till.run("status", "--cluster", "--json").out()).contains("\"hosts\":[{\"name\":\"m1\"");
    }

    private Path account() {
        return directory.resolve("sshd/account");
    }

    private Path repository(String name) throws IOException {
        var path = directory.resolve(name);
        git("init", "-q", path.toString());
        commit(path, "one");
        return path;
    }

    private static void commit(Path repository, String file) throws IOException {
        Files.writeString(repository.resolve(file), file);
        git("-C", repository.toString(), "add", ".");
        git("-C", repository.toString(), "commit", "-qm", file);
    }

    private static void git(String... words) throws IOException {
        var line = new ArrayList<>(List.of("git", "-c", "user.name=x", "-c", "user.email=x@example.org"));
        line.addAll(List.of(words));
        Sshd.run(line);
    }
}
