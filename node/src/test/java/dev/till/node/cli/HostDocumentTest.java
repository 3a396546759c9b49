package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what {@code docs/hosts.md} shows, from its first line to its last, on servers of OpenSSH: every line of its blocks, and
 * every command in its text that has arguments. Names of machines and people, and what stands in capitals, are replaced.
 */
class HostDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "hosts.md");
    private static final String USER = HostFixture.USER;
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`((?:till|ssh-keygen|getent) [^`]*)`");
    private static final Pattern MENTION = Pattern.compile("till(?: [a-z]+){1,2}");
    private static final Pattern COMMENT = Pattern.compile("\\s+#.*");

    @TempDir
    private Path directory;

    private final Map<String, Sshd> hosts = new HashMap<>();
    private final Map<String, Preparation> before = new HashMap<>();
    private final Map<String, String> replaced = new LinkedHashMap<>();
    private MemoryNode node;
    private Till till;
    private Path home;

    /** What a reader would have done before a command. */
    private interface Preparation {
        void make() throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        node = MemoryNode.founder(home);
        till = new Till(home);
        StandInTill.distribute(directory.resolve("distribution"), "0.1.0", StandInTill.TEXT);
        Files.createDirectory(directory.resolve("site"));
        for (String name : List.of("m2", "pi", "m3", "m4")) {
            startHost(name);
        }
        replace();
        prepare();
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        for (String name : hosts.keySet()) {
            Files.deleteIfExists(account(name).resolve("state"));
            hosts.get(name).close();
        }
    }

    @Test
    void everyCommandThatIsShown_works() throws IOException {
        var text = Files.readString(DOCUMENT);
        var shown = new ArrayList<String>();
        BLOCK.matcher(text).results().flatMap(block -> block.group(1).lines()).forEach(shown::add);
        var prose = BLOCK.matcher(text).replaceAll(" ").replaceAll("\\s+", " ");
        INLINE.matcher(prose).results().map(found -> found.group(1)).distinct().forEach(shown::add);
        assertThat(shown).hasSizeGreaterThan(40);

        for (String line : shown) {
            var command = COMMENT.matcher(line).replaceFirst("");
            if (before.containsKey(command)) {
                before.remove(command).make();
            }
            if (isMention(command)) {
                assertThat(till.run((command.substring(5) + " --help").split(" "))
                                .status())
                        .as("%s is a command", command)
                        .isZero();
            } else {
                run(command);
            }
        }

        assertThat(before.keySet()).as("prepared, and not shown").isEmpty();
    }

    /** Only named in the text, or run in one of the blocks already. */
    private static boolean isMention(String command) {
        return MENTION.matcher(command).matches()
                && !List.of("till sync", "till host init", "till schedule show", "till schedule off", "till key rotate")
                        .contains(command);
    }

    private void run(String shown) throws IOException {
        var command = shown;
        for (var part : replaced.entrySet()) {
            command = command.replace(part.getKey(), part.getValue());
        }
        int pipe = command.indexOf(" | ssh ");
        if (command.startsWith("till ")) {
            var ran = till.run(words(pipe < 0 ? command : command.substring(0, pipe)));
            assertThat(ran.status())
                    .as("%s said %s%s", command, ran.out(), ran.err())
                    .isZero();
            if (pipe >= 0) {
                var fed = Files.writeString(directory.resolve("fed"), ran.out());
                bash(command.substring(pipe + 3) + " <" + fed);
            }
        } else {
            bash(command);
        }
    }

    private void replace() throws IOException {
        var peers = Files.writeString(
                directory.resolve("config"),
                "Host *\nHostName 127.0.0.1\nUser " + USER + "\nPort "
                        + hosts.get("m2").port() + "\nStrictHostKeyChecking accept-new\nUserKnownHostsFile "
                        + directory.resolve("known") + "\nIdentityFile " + directory.resolve("people") + "\n");
        // Where the account's shell begins is not where the account of a test is.
        replaced.put("ssh alice@m2.local '", "ssh -F " + peers + " m2.local 'cd " + account("m2") + " && ");
        replaced.put("alice@m2.local", USER + "@127.0.0.1:" + hosts.get("m2").port());
        replaced.put("pi@192.0.2.7:2222", USER + "@127.0.0.7:" + hosts.get("pi").port());
        replaced.put("--from site", "--from " + directory.resolve("site"));
        replaced.put("~/.till", home.toString());
        replaced.put("till-m2:site/", "till-m2:" + account("m2") + "/by-rsync/");
        replaced.put(" site/ ", " " + directory.resolve("site") + "/ ");
        replaced.put("'cd site/", "'cd " + account("m2") + "/site/");
        replaced.put("edit NAME --port P", "edit m3 --port " + hosts.get("m3").port());
        replaced.put("edit NAME --user U --host H", "edit m3 --user " + USER + " --host 127.0.0.3");
        replaced.put("getent hosts NAME", "getent hosts localhost");
        // A shell would read what Maven tells this process.
        replaced.put("till host ssh m2", "till host ssh m2 -- true");
        replaced.put("ssh-keygen -R", "ssh-keygen -R 192.0.2.9 -f " + home.resolve("ssh/known_hosts"));
        replaced.put("-f KEY", "-f " + directory.resolve("people"));
        replaced.put("revoke m2", "revoke m4");
    }

    private void prepare() {
        before.put("till host test --all", () -> admit("pi"));
        before.put("till host deploy m2 m3 --from site --dry-run", () -> {
            addHost("m3", "127.0.0.3");
            site("the first");
            run("till host deploy m2 m3 --from site");
            site("the second, which is longer");
        });
        before.put("till host sync m2", () -> {
            var origin = directory.resolve("origin");
            bash("git init -q " + origin + " && cd " + origin
                    + " && git -c user.name=x -c user.email=x@example.org commit -q --allow-empty -m x && git clone -q "
                    + origin + " " + account("m2").resolve("src/app"));
        });
        before.put("till host sync m4 --legacy", () -> {
            addHost("m4", "127.0.0.4");
            Files.createDirectories(account("m4").resolve(".till"));
            Files.writeString(
                    account("m4").resolve(".till/hosts-local.json"), "{\"local_hostname\":\"m4-old\",\"hosts\":{}}");
            HostFixture.executable(
                    Files.createDirectories(account("m4").resolve(".local/bin")).resolve("till"), StandInTill.TEXT);
        });
        before.put("till host exec m2 --shell -- 'cd site/releases/ID && ./check'", () -> {
            addHost("m2", "127.0.0.1");
            admit("m2");
            run("till host deploy m2 --from site");
            replaced.put(
                    "/ID ",
                    "/"
                            + Files.readSymbolicLink(account("m2").resolve("site/current"))
                                    .getFileName() + " ");
        });
        before.put(
                "ssh -F ~/.till/ssh/config till-m2",
                () -> await().until(() ->
                        Files.readString(home.resolve("ssh/config")).contains("till-m2")));
    }

    private void startHost(String name) throws IOException {
        var authorized = account(name).resolve(".ssh/authorized_keys");
        Files.createDirectories(authorized.getParent());
        var people = directory.resolve("people");
        if (Files.notExists(people)) {
            Sshd.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", people.toString()));
        }
        Files.copy(people.resolveSibling("people.pub"), authorized);
        hosts.put(name, Sshd.start(directory.resolve(name), "AuthorizedKeysFile " + authorized));
    }

    private void addHost(String name, String address) throws IOException {
        admit(name);
        var target = USER + "@" + address + ":" + hosts.get(name).port();
        assertThat(till.run("host", "add", "--no-test", name, target).status()).isZero();
    }

    private void admit(String name) throws IOException {
        Files.writeString(
                account(name).resolve(".ssh/authorized_keys"),
                till.run("key", "show").out());
    }

    private void site(String text) throws IOException {
        HostFixture.executable(directory.resolve("site/check"), "#!/bin/sh\n: " + text + "\n");
    }

    private Path account(String name) {
        return directory.resolve(name).resolve("account");
    }

    private static void bash(String line) throws IOException {
        Sshd.run(List.of("bash", "-c", line));
    }

    /** As a shell would take them apart. */
    private static String[] words(String command) throws IOException {
        var said = Sshd.run(List.of("bash", "-c", "printf '%s\\037' " + command.substring("till ".length())));
        return Arrays.stream(said.split("\u001f")).toArray(String[]::new);
    }
}
