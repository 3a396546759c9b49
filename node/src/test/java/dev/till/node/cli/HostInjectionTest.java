package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Words that a shell, ssh, rsync or git would take for something else are data or refused, whether they are typed, merged from
 * a document or written by a peer. Each would make a file here or on the hosts, which are OpenSSH's server.
 */
class HostInjectionTest {
    private static final String MARK = "injected";

    private static final List<String> EVIL = List.of(
            "$(touch injected)",
            "`touch injected`",
            "x;touch injected",
            "x touch injected",
            "x\ntouch injected",
            "-oProxyCommand=touch injected",
            "'x'touch injected'",
            "\"x\"",
            "x|touch injected",
            "x&touch injected",
            "../../injected",
            "",
            "x\u001b[2Jy",
            "x%hy",
            "x*");

    @TempDir
    private Path directory;

    private HostFixture hosts;
    private Till till;

    @BeforeEach
    void start() throws IOException {
        hosts = HostFixture.start(directory, MemoryNode::founder).initialised().with("m1", "127.0.0.1");
        till = hosts.till();
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.map(file -> file.getFileName().toString())).doesNotContain(MARK);
        }
        assertThat(Path.of(MARK)).doesNotExist();
        assertThat(Path.of(System.getProperty("user.home"), MARK)).doesNotExist();
    }

    @Test
    void namesThatAreTyped_areRefusedByEveryCommand() {
        for (String evil : EVIL) {
            for (List<String> words : List.of(
                    List.of("add", evil, "a@192.0.2.1"),
                    List.of("add", "m2", evil + "@192.0.2.1"),
                    List.of("add", "m2", "a@" + evil),
                    List.of("add", "m2", "a@192.0.2.1:" + evil),
                    List.of("add", "m2", "a@192.0.2.1", "--group=" + evil),
                    List.of("edit", evil, "--port", "1"),
                    List.of("edit", "m1", "--user=" + evil),
                    List.of("edit", "m1", "--host=" + evil),
                    List.of("edit", "m1", "--port=" + evil),
                    List.of("show", evil),
                    List.of("remove", evil),
                    List.of("remove", evil, "--clean-remote"),
                    List.of("test", evil),
                    List.of("status", evil),
                    List.of("setup", evil),
                    List.of("sync", evil),
                    List.of("deploy", evil, "--from", directory.toString()),
                    List.of("rollback", evil),
                    List.of("ssh", evil),
                    List.of("exec", evil, "--", "true"),
                    List.of("list", "--group=" + evil),
                    List.of("group", "add", evil, "m1"),
                    List.of("group", "add", "ms", evil),
                    List.of("group", "remove", evil))) {
                var line = new ArrayList<>(List.of("host"));
                line.addAll(words);

                var ran = till.run(line.toArray(String[]::new));

                assertThat(ran.status()).as("%s", line).isEqualTo(ExitStatus.BAD_USAGE);
                assertThat(ran.err()).as("%s", line).startsWith("till: ").doesNotContain("\u001b");
            }
        }
        assertThat(till.run("host", "list", "--all").out().lines()).hasSize(2);
    }

    @Test
    void documentThatHoldsThem_isRefusedWhole() {
        for (String evil : EVIL) {
            for (String document : List.of(
                    host(evil, "a", "192.0.2.1", "22"),
                    host("m2", evil, "192.0.2.1", "22"),
                    host("m2", "a", evil, "22"),
                    host("m2", "a", "192.0.2.1", quoted(evil)),
                    "{\"hosts\":{},\"groups\":{" + quoted(evil) + ":[\"m1\"]}}",
                    "{\"hosts\":{},\"groups\":{\"ms\":[" + quoted(evil) + "]}}")) {
                var ran = till.runWith(document, "host", "merge");

                assertThat(ran.status()).as(document).isEqualTo(ExitStatus.BAD_USAGE);
                assertThat(ran.err()).as(document).startsWith("till: ").doesNotContain("\u001b");
            }
        }
        assertThat(till.run("host", "list", "--all").out().lines()).hasSize(2);
        assertThat(till.run("host", "group", "list").out()).isEmpty();
    }

    @Test
    void hostsThatAPeerWrote_areDialledNowhere_andDoNotSteerATerminal() throws IOException {
        for (String evil : EVIL) {
            if (!evil.isEmpty() && evil.chars().noneMatch(c -> c < ' ') && !evil.startsWith("..")) {
                fromPeer("hosts/" + evil, "user", HostFixture.USER);
                fromPeer("hosts/" + evil, "host", "127.0.0.1");
                fromPeer("groups/" + evil, "m1", "true");
                hosts.node().receiveLateFromPeer("groups/ms", evil, new Value("true"));
            }
            fromPeer("hosts/m2", "user", evil);
            fromPeer("hosts/m2", "host", "127.0.0.1");
            fromPeer("hosts/m3", "user", HostFixture.USER);
            fromPeer("hosts/m3", "host", evil);
            fromPeer("hosts/m4", "user", HostFixture.USER);
            fromPeer("hosts/m4", "host", "127.0.0.9");
            fromPeer("hosts/m4", "port", evil);
            for (String field : List.of("till_version", "last_seen", "status", "status_at", "actual_hostname")) {
                fromPeer("hosts/m1", field, evil);
            }

            var ran = till.run("host", "exec", "--all", "--", "echo", "here");

            assertThat(ran.out()).as(evil).isEqualTo("m1: here\n");
            assertThat(ran.err())
                    .contains("m2: skipped: its record lacks", "m3: skipped: its record lacks", "m4: unreachable: ")
                    .contains("1 done, 0 failed, 1 unreachable, 2 skipped");
            for (String[] words : new String[][] {
                {"host", "list"}, {"host", "status", "--all"}, {"status", "--cluster"}, {"host", "show", "m1"}
            }) {
                assertThat(till.run(words).out()).as("%s", List.of(words)).doesNotContain("\u001b");
            }
            assertThat(till.run("host", "ssh", "m2", "--", "true").status()).isEqualTo(ExitStatus.CONFLICT);
        }
        await().until(() -> configuration().contains("till-m4"));
        assertThat(configuration()).doesNotContain("touch", "Proxy", "till-x", "\u001b");
        Sshd.run(List.of("ssh", "-F", hosts.home().resolve("ssh/config").toString(), "-G", "till-m1"));
    }

    @Test
    void deploymentsThatAPeerWrote_leadNowhereElse() throws IOException {
        var site = Files.createDirectory(directory.resolve("site"));
        Files.writeString(site.resolve("index"), "one");
        var steps = List.of("copying", "switched", "deployed");
        for (int i = 0; i < EVIL.size(); i++) {
            var evil = EVIL.get(i);
            var step = steps.get(i % steps.size());
            fromPeer("deployments/m1/~/site", "step", step);
            fromPeer("deployments/m1/~/site", "release", evil);
            fromPeer("deployments/m1/~/site", "previous", evil);
            Files.writeString(site.resolve("index"), step + evil);

            var ran = till.run("host", "deploy", "m1", "--from", site.toString(), "--health", "test -s index");

            assertThat(ran.err()).as(evil).isEmpty();
            assertThat(hosts.account().resolve("site/current/index")).hasContent(step + evil);
            fromPeer("deployments/m1/~/site", "previous", evil);
            assertThat(till.run("host", "rollback", "m1", "--to", "site").status())
                    .as(evil)
                    .isEqualTo(i == 0 ? ExitStatus.FAILED : ExitStatus.DONE);
        }
        try (Stream<Path> left = Files.list(hosts.account())) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void placesThatAPeerWrote_areNamesOfPlaces() throws IOException {
        for (String evil : EVIL) {
            if (evil.isEmpty() || evil.chars().anyMatch(c -> c < ' ') || evil.startsWith("..")) {
                continue;
            }
            fromPeer("deployments/m1/~/" + evil, "step", "deployed");

            var ran = till.run("host", "rollback", "m1");

            assertThat(ran.status()).as(evil).isEqualTo(ExitStatus.FAILED);
            assertThat(ran.err()).as(evil).contains("m1: failed: ");
            hosts.node().receiveLateFromPeer("deployments/m1/~/" + evil, "step", Tombstone.DELETED);
        }
        assertThat(hosts.account()).isEmptyDirectory();
    }

    private void fromPeer(String entity, String field, String text) {
        hosts.node().receiveLateFromPeer(entity, field, JsonText.string(text));
    }

    private String configuration() throws IOException {
        return Files.readString(hosts.home().resolve("ssh/config"));
    }

    private static String host(String name, String user, String host, String port) {
        return "{\"hosts\":{" + quoted(name) + ":{\"user\":" + quoted(user) + ",\"host\":" + quoted(host) + ",\"port\":"
                + port + ",\"version\":9}}}";
    }

    private static String quoted(String text) {
        var json = new JsonWriter().open('{').text("x", text).close('}').toString();
        return json.substring("{\"x\":".length(), json.length() - 1);
    }
}
