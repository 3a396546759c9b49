package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.MemoryNode;
import dev.till.node.socket.LineChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                         | 2 | till: a command is missing; see `till --help`",
                "fly                        | 2 | till: no such command: 'fly'; see `till --help`",
                "get                        | 2 | till: Missing required parameter: 'ENTITY'; see `till get --help`",
                "get a f --colour           | 2 | till: Unknown option: '--colour'; see `till get --help`",
                "get a f g                  | 2 | till: unexpected argument: 'g'; see `till get --help`",
                "get a f --timeout soon     | 2 | till: Invalid value for option '--timeout': ",
                "set a f                    | 2 | till: value of f: missing (expected: FIELD VALUE [FIELD VALUE]...)",
                "set a f 1 g                | 2 | till: value of g: missing (expected: ",
                "set a/../b f 1             | 2 | till: entity: 'a/../b' (expected: ",
                "set a//b f 1               | 2 | till: entity: 'a//b' (expected: ",
                "set a f {x --json-value    | 2 | till: value: 'x' at 1 (expected: '\"')",
                "set a f 1 --wait most      | 2 | till: Invalid value for option '--wait': expected one of [local, majority, all]",
                "set a f 1 --string --json-value | 2 | till: --string and --json-value: both given",
                "set a f --from-file nowhere | 3 | till: no such file: nowhere",
                "apply nowhere              | 3 | till: no such file: nowhere",
                "resolve a f                | 2 | till: Error: Missing required argument (specify one of these): ",
                "device                     | 2 | till: a verb is missing; see `till device --help`",
                "device fly                 | 2 | till: no such command: 'fly'; see `till device --help`",
                "history a --limit 0        | 2 | till: --limit: 0 (expected: 1 or more)",
                "log --debug                | 2 | till: --debug: no package (expected: one such as replication)",
                "log journal                | 2 | till: package: 'journal' (expected: --debug before it)",
                "log                        | 3 | till: no log yet: ",
                "completion csh             | 2 | till: Invalid value for positional parameter at index 0",
                "demo --nodes 1             | 2 | till: --nodes: 1 (expected: 2 to 9)",
                "device enroll x --name .   | 2 | till: device name: '.' (expected: "
            })
    void badUsage_saysWhatToTry(String args, int status, String message) throws IOException {
        try (var node = MemoryNode.alone(home)) {
            var ran = new Till(home).run(args.isEmpty() ? new String[0] : args.split(" "));

            assertThat(ran.err()).as("%s", node.socket()).startsWith(message);
            assertThat(ran.status()).isEqualTo(status);
            assertThat(ran.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get a f",
                "set a f 1",
                "delete a",
                "list",
                "watch",
                "history a",
                "status",
                "apply -",
                "down",
                "conflicts",
                "compact",
                "device list",
                "device invite",
                "log --reset"
            })
    void withoutANode_everyClientSaysSo(String args) {
        var ran = new Till(home).run(args.split(" "));

        assertThat(ran.status()).isEqualTo(ExitStatus.NODE_NOT_RUNNING);
        assertThat(ran.err()).isEqualTo("till: no node is running in " + home + "; start one with `till up`\n");
    }

    @Test
    void deadSocket_isNoNode() throws IOException {
        MemoryNode.alone(home).close();
        assertThat(new Till(home).run("get", "a", "f").err()).startsWith("till: no node is running in ");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(home.resolve("run/api.sock")));
        }

        assertThat(new Till(home).run("get", "a", "f").status()).isEqualTo(ExitStatus.NODE_NOT_RUNNING);
    }

    @Test
    void optionsOfEveryCommand_mayStandBeforeOrAfterTheVerb() throws IOException {
        try (var node = MemoryNode.alone(home)) {
            var till = new Till(Path.of("/nowhere"));
            var before = till.runBare("", "--json", "--home", home.toString(), "status");
            var after = till.runBare("", "status", "--json", "--home=" + home);

            assertThat(before.status()).as("%s", node.socket()).isZero();
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void nodeThatDoesNotAnswer_isGivenUpAfterTheTimeout() throws IOException {
        Files.createDirectories(home.resolve("run"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(home.resolve("run/api.sock")));
            var ran = new Till(home).run("get", "a", "f", "--timeout", "1ms");

            assertThat(ran.status()).isEqualTo(ExitStatus.PARTLY_DONE);
            assertThat(ran.err()).startsWith("till: the node did not answer within 1ms; it may be busy");
        }
    }

    @Test
    void nodeOfANewerMajor_isNamed() throws IOException {
        Files.createDirectories(home.resolve("run"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(home.resolve("run/api.sock")));
            var served = CompletableFuture.runAsync(() -> {
                try (var lines = new LineChannel(server.accept())) {
                    lines.write("{\"v\":2,\"till\":\"9.0.0\"}");
                    lines.readLine();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });

            var ran = new Till(home).run("get", "a", "f");

            served.join();
            assertThat(ran.err()).startsWith("till: socket protocol: the node speaks version 2 (expected: at most 1)");
            assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        }
    }

    @Test
    void up_passesSettingsOnAndSaysWhenItServes() {
        var till = new Till(home);

        var ran = till.run(
                "up",
                "--json",
                "--name",
                "m4",
                "--bind",
                "192.0.2.1",
                "--port",
                "0",
                "--peer",
                "a:1",
                "--peer",
                "b:2",
                "--no-mdns",
                "--no-discovery",
                "--set",
                "max-drift=5m");

        assertThat(ran.out())
                .isEqualTo("{\"ready\":true,\"name\":\"m4\",\"device\":\"" + "d".repeat(32) + "\",\"fleet\":\""
                        + "f".repeat(32) + "\",\"address\":\"192.0.2.1:7270\",\"home\":\"" + home + "\"}\n");
        assertThat(till.starter().chosen())
                .containsExactly(
                        "name=m4",
                        "bind=192.0.2.1",
                        "port=0",
                        "peers=a:1,b:2",
                        "mdns=false",
                        "discovery=false",
                        "max-drift=5m");
    }

    @Test
    void enrollWithoutANode_isDoneOffline() {
        var ran = new Till(home).runWith("till1 line\n", "device", "enroll", "-", "--name", "pi", "--json");

        assertThat(ran.out())
                .isEqualTo("{\"name\":\"pi\",\"device\":\"" + "d".repeat(32) + "\",\"fleet\":\"" + "f".repeat(32)
                        + "\"}\n");
        assertThat(new Till(home).run("device", "enroll", "nonsense").status()).isEqualTo(ExitStatus.BAD_USAGE);
    }

    @Test
    void configShow_worksWithAndWithoutANode() throws IOException {
        assertThat(new Till(home).run("config", "show", "--json").out())
                .isEqualTo(
                        "[{\"key\":\"port\",\"value\":\"7270\",\"source\":\"default\",\"meaning\":\"port for peers\"}]\n");
        try (var node = MemoryNode.alone(home)) {
            assertThat(new Till(home).run("config", "show").out())
                    .as("%s", node.socket())
                    .contains("heartbeat-interval");
        }
    }

    @Test
    void status_isATableForPeopleAndADocumentForPrograms() throws IOException {
        try (var node = MemoryNode.withPeer(home)) {
            assertThat(new Till(home).run("status").out())
                    .as("%s", node.socket())
                    .startsWith("m4  192.0.2.1:7270  up 1m30s  till 0.1.0\n")
                    .contains("PEER  STATE        ADDRESS         LAST SEEN             DRIFT  DEVICE\n"
                            + "pi    unreachable  192.0.2.7:7270  2026-01-02T03:04:05Z  0      ");
            assertThat(new Till(home).run("status", "--cluster", "--json").out())
                    .startsWith("{\"node\":{\"name\":\"m4\",")
                    .endsWith(",\"heartbeats\":[],\"hosts\":[]}\n");
        }
    }

    @Test
    void down_returnsWhenTheNodeHasStopped() throws Exception {
        CompletableFuture<Till.Ran> ran;
        try (var node = MemoryNode.alone(home)) {
            ran = CompletableFuture.supplyAsync(() -> new Till(home).run("down"));
            node.stopped().await();
        }
        assertThat(ran.get()).isEqualTo(new Till.Ran(0, "", "stopped\n"));
    }

    @Test
    void log_showsItsEnd() throws IOException {
        Files.createDirectories(home.resolve("logs"));
        Files.writeString(home.resolve("logs/till.log"), "one\ntwo\nthree\n");

        assertThat(new Till(home).run("log", "--lines", "2").out()).isEqualTo("two\nthree\n");
        assertThat(new Till(home).run("log").out()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void version_isPrinted() {
        assertThat(new Till(home).run("--version").out()).startsWith("till ");
    }

    @Test
    void help_ofTillNamesEveryCommand() {
        var help = new Till(home).run("--help");

        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains("  set ", "  watch ", "  device ", "  completion ", "4   the node is not running");
    }

    @Test
    void completion_isWrittenForEachShell() {
        assertThat(new Till(home).run("completion", "bash").out())
                .contains("complete -F")
                .contains("invite");
        assertThat(new Till(home).run("completion", "zsh").out()).contains("bashcompinit");
        assertThat(new Till(home).run("completion", "fish").out())
                .contains("complete -c till -n '__fish_seen_subcommand_from device; and not ")
                .contains(" -l no-mdns");
    }

    @Test
    void everyCommand_teachesWhatItDoes() {
        var all = Commands.all(null);

        assertTeaches(all);
    }

    private static void assertTeaches(CommandLine line) {
        var spec = line.getCommandSpec();
        assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
        if (line.getSubcommands().isEmpty()) {
            assertThat(spec.usageMessage().exitCodeList())
                    .as(spec.qualifiedName())
                    .isNotEmpty();
        }
        spec.options()
                .forEach(option -> assertThat(option.description())
                        .as(option.longestName())
                        .isNotEmpty());
        line.getSubcommands().values().forEach(CommandLineTest::assertTeaches);
    }
}
