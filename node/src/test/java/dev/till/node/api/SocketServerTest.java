package dev.till.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.till.node.Patience;
import dev.till.node.socket.LineChannel;
import dev.till.node.socket.SocketPath;
import dev.till.node.socket.SocketProtocol;
import dev.till.node.socket.Waiting;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketServerTest {
    private static final String HELLO = "{\"v\":1}\n";

    @TempDir
    Path home;

    private MemoryNode node;

    @BeforeEach
    void start() throws IOException {
        node = MemoryNode.withPeer(home);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    @Test
    void socket_isForThisUserAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("run"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("run/api.sock"))))
                .isEqualTo("rw-------");
    }

    @Test
    void closedServer_leavesNoSocketBehind() throws IOException {
        node.close();

        assertThat(home.resolve("run/api.sock")).doesNotExist();
    }

    @Test
    void deadSocket_isReplaced() throws IOException {
        var other = Files.createDirectories(home.resolve("other"));
        Files.createDirectories(other.resolve("run"));
        Files.writeString(other.resolve("run/api.sock"), "left behind");

        try (var again = MemoryNode.alone(other)) {
            assertThat(again.socket()).isEqualTo(other.resolve("run/api.sock"));
        }
    }

    @Test
    void homeWithALongPath_getsAShortSocketElsewhere() throws IOException {
        var deep = Files.createDirectories(home.resolve("d".repeat(120)));

        Path socket;
        try (var far = MemoryNode.alone(deep)) {
            socket = far.socket();
            assertThat(SocketPath.fits(socket)).isTrue();
            assertThat(SocketPath.find(deep)).isEqualTo(socket);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
        }
        assertThat(socket.getParent()).doesNotExist();
    }

    @Test
    void requests_areAnsweredInOrder() throws IOException {
        try (var lines = connect()) {
            lines.write("""
                    {"v":1}
                    {"id":1,"op":"set","assignments":[{"entity":"hosts/m2","field":"port","value": 9007199254740993 }]}
                    {"id":"two","op":"get","entity":"hosts/m2","field":"port"}""");

            assertThat(lines.readLine())
                    .isEqualTo("{\"v\":1,\"till\":\"0.1.0\",\"name\":\"m4\",\"device\":\"" + MemoryNode.SELF
                            + "\",\"fleet\":\"" + "a".repeat(32) + "\"}");
            assertThat(lines.readLine())
                    .isEqualTo("{\"id\":1,\"ok\":true,\"result\":{\"written\":1,\"skipped\":0,"
                            + "\"timestamp\":\"2026-01-02T03:04:05.000000000Z\",\"device\":\"" + MemoryNode.SELF
                            + "\",\"revision\":1}}");
            assertThat(lines.readLine())
                    .isEqualTo("{\"id\":\"two\",\"ok\":true,\"result\":{\"entity\":\"hosts/m2\",\"field\":\"port\","
                            + "\"value\":9007199254740993,\"timestamp\":\"2026-01-02T03:04:05.000000000Z\","
                            + "\"device\":\"" + MemoryNode.SELF + "\",\"revision\":1}}");
        }
    }

    @Test
    void newerMajorVersion_isRefusedNamingBoth() throws IOException {
        try (var lines = connect()) {
            lines.write("{\"v\":2}");

            assertThat(lines.readLine())
                    .contains("\"code\":\"version\"")
                    .contains(
                            "socket protocol: version 2 (expected: at most 1, which is what this node, till 0.1.0, speaks)");
            assertThat(lines.readLine()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"op\":\"fly\"}                                     | usage  | op: 'fly' (expected: one of ",
                "{\"id\":1}                                           | usage  | op: nothing (expected: a string)",
                "{\"op\":\"get\",\"entity\":\"a/../b\",\"field\":\"f\"}     | usage  | entity: 'a/../b' (expected: ",
                "{\"op\":\"get\",\"entity\":\"a//b\",\"field\":\"f\"}       | usage  | entity: 'a//b' (expected: ",
                "{\"op\":\"get\",\"entity\":\"a\",\"field\":\"\\u0007\"}    | usage  | field: '\\\\u0007' (expected: ",
                "{\"op\":\"get\",\"entity\":\"a\",\"field\":\"f\"}          | absent | no such register: a f",
                "{\"op\":\"fields\",\"entity\":\"a\"}                   | absent | no such entity: a",
                "{\"op\":\"list\",\"prefix\":\"a/..\"}                  | usage  | entity: 'a/..' (expected: ",
                "{\"op\":\"set\",\"assignments\":[]}                  | usage  | assignments: [] (expected: at least one)",
                "{\"op\":\"set\",\"assignments\":[{\"entity\":\"a\",\"field\":\"f\"}]} | usage | value: nothing (expected: ",
                "{\"op\":\"set\",\"wait\":\"most\",\"assignments\":[]}    | usage  | wait: 'most' (expected: local, majority or all)",
                "{\"op\":\"delete\",\"entity\":\"a\",\"field\":\"f\"}       | absent | no such register: a f",
                "{\"op\":\"resolve\",\"entity\":\"a\",\"field\":\"f\",\"value\":1} | absent | no conflict at a f (see `till conflicts`)",
                "{\"op\":\"history\",\"entity\":\"\"}                   | usage  | entity: '' (expected: ",
                "{\"op\":\"log\",\"package\":\"a\"}                     | failed | the node is embedded in a program",
                "{\"op\":\"get\",\"entity\":7}                        | usage  | entity: 7 (expected: a string)"
            })
    void refusedRequest_saysWhyAndLeavesTheConnectionUsable(String request, String code, String message)
            throws IOException {
        try (var lines = connect()) {
            lines.write(HELLO + request + "\n{\"id\":2,\"op\":\"status\"}");

            lines.readLine();
            assertThat(lines.readLine()).contains("\"code\":\"" + code + "\"").contains(message);
            assertThat(lines.readLine()).startsWith("{\"id\":2,\"ok\":true,");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET / HTTP/1.1 | JSON: 'G' at 0 (expected: '{')",
                "{\"v\":0}      | hello: '{\\\"v\\\":0}' (expected: ",
                "[]             | JSON: '[' at 0 (expected: '{')"
            })
    void garbageInsteadOfHello_isRefusedAndClosed(String first, String message) throws IOException {
        try (var lines = connect()) {
            lines.write(first);

            assertThat(lines.readLine()).contains(message);
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(node.socket()))) {
            channel.write(ByteBuffer.wrap(HELLO.getBytes(StandardCharsets.UTF_8)));
            channel.write(ByteBuffer.wrap(new byte[] {'{', '"', (byte) 0xC3, '(', '\n'}));

            try (var lines = new LineChannel(channel)) {
                lines.readLine();
                assertThat(lines.readLine()).contains("line: bytes that are no UTF-8 (expected: UTF-8)");
                assertThat(lines.readLine()).isNull();
            }
        }
        assertServes();
    }

    @Test
    void lineWithoutEnd_isCutOffAtTheLimit() throws IOException {
        try (var lines = connect()) {
            lines.write(HELLO.strip());
            lines.flush();
            lines.readLine();
            assertThatThrownBy(() -> {
                        lines.write("x".repeat(SocketProtocol.MAX_LINE_BYTES + 100_000));
                        lines.flush();
                        lines.write("x".repeat(SocketProtocol.MAX_LINE_BYTES));
                        lines.flush();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(lines.readLine()).contains("\"code\":\"limit\"").contains("line: more than 8388608 bytes");
        }
        assertServes();
    }

    @Test
    void halfALine_harmsNobody() throws IOException {
        try (var lines = connect()) {
            lines.write(HELLO + "{\"op\":\"get\"");
            lines.flush();
        }
        assertServes();
    }

    @Test
    void oneConnectionTooMany_isToldSo() throws IOException {
        var open = new ArrayList<LineChannel>();
        try {
            for (int i = 0; i < SocketServer.MAX_CONNECTIONS; i++) {
                open.add(connect());
                open.get(i).write("{\"v\":1}");
                open.get(i).readLine();
            }
            try (var tooMany = connect()) {
                assertThat(tooMany.readLine())
                        .contains("\"code\":\"limit\"")
                        .contains("the node serves 128 connections already");
            }
            open.remove(0).close();
            await().untilAsserted(this::assertServes);
        } finally {
            for (LineChannel lines : open) {
                lines.close();
            }
        }
    }

    @Test
    void apply_stopsAtTheFirstBadLineAndSaysWhatWasWritten() throws IOException {
        try (var lines = connect()) {
            lines.write("""
                    {"v":1}
                    {"id":1,"op":"apply"}
                    {"entity":"a","field":"x","value":1}

                    {"entity":"a","field":"y","value":2}
                    {"entity":"a/..","field":"z","value":3}
                    {"entity":"a","field":"w","value":4}""");

            lines.readLine();
            assertThat(lines.readLine())
                    .contains("\"code\":\"partial\",\"exit\":7")
                    .contains("line 4: entity: 'a/..'")
                    .contains("2 written and 0 skipped");
            assertThat(lines.readLine()).isNull();
        }
        assertThat(ask("{\"op\":\"list\"}")).contains("\"fields\":2");
    }

    @Test
    void apply_ofManyLines_countsThem() throws IOException {
        try (var lines = connect()) {
            lines.write("{\"v\":1}\n{\"id\":1,\"op\":\"apply\"}");
            for (int i = 0; i < 25_000; i++) {
                lines.write("{\"entity\":\"e/" + i % 100 + "\",\"field\":\"f" + i % 7 + "\",\"value\":" + i + "}");
            }
            lines.write("{\"end\":true}");

            lines.readLine();
            assertThat(lines.readLine())
                    .isEqualTo("{\"id\":1,\"ok\":true,\"result\":{\"lines\":25000,\"written\":25000,\"skipped\":0}}");
        }
    }

    @Test
    void applyThatCannotWrite_namesTheFirstLineNotWritten() throws IOException {
        node.breakDown("no space left on the disk of the home");
        try (var lines = connect()) {
            lines.write(
                    "{\"v\":1}\n{\"id\":1,\"op\":\"apply\"}\n{\"entity\":\"a\",\"field\":\"x\",\"value\":1}\n{\"end\":true}");

            lines.readLine();
            assertThat(lines.readLine())
                    .contains("\"code\":\"failed\"")
                    .contains("line 1: no space left on the disk of the home; nothing written");
        }
    }

    @Test
    void conditionThatNoLongerHolds_isAConflict() throws IOException {
        ask("{\"op\":\"set\",\"assignments\":[{\"entity\":\"a\",\"field\":\"f\",\"value\":1}]}");

        var refused = ask("{\"op\":\"set\",\"assignments\":[{\"entity\":\"a\",\"field\":\"f\",\"value\":2}],"
                + "\"if\":[{\"entity\":\"a\",\"field\":\"f\",\"revision\":0}]}");

        assertThat(refused).contains("\"code\":\"conflict\"").contains("a f has changed meanwhile");
        assertThat(ask("{\"op\":\"get\",\"entity\":\"a\",\"field\":\"f\"}")).contains("\"value\":1");
    }

    @Test
    void waitingForAllOfAFleetWithASleeper_saysWhoIsMissing() throws IOException {
        var answer = ask("{\"op\":\"set\",\"wait\":\"all\",\"timeout_ms\":100,"
                + "\"assignments\":[{\"entity\":\"a\",\"field\":\"f\",\"value\":1}]}");

        assertThat(answer)
                .contains("\"code\":\"partial\"")
                .contains("on disk here, but after 0.1 s on 1 of 2 devices (wanted: 2; missing: pi)");
    }

    @Test
    void concurrentValues_areAConflictUnderPolicySiblingsUntilResolved() throws IOException {
        ask("{\"op\":\"set\",\"assignments\":[{\"entity\":\"till/policy\",\"field\":\"notes\",\"value\":\"siblings\"},"
                + "{\"entity\":\"notes/a\",\"field\":\"text\",\"value\":\"ours\"},"
                + "{\"entity\":\"other\",\"field\":\"text\",\"value\":\"ours\"}]}");
        node.receiveFromPeer("notes/a", "text", new Value("\"theirs\""));
        node.receiveFromPeer("other", "text", new Value("\"theirs\""));

        var conflicts = askAll("{\"op\":\"conflicts\"}");
        assertThat(conflicts).hasSize(2);
        assertThat(conflicts.get(0))
                .contains("\"entity\":\"notes/a\"")
                .contains("\"versions\":[{\"value\":\"theirs\"")
                .contains("{\"value\":\"ours\"");

        assertThat(ask("{\"op\":\"resolve\",\"entity\":\"notes/a\",\"field\":\"text\",\"pick\":\"pi\"}"))
                .contains("\"written\":1");
        assertThat(ask("{\"op\":\"get\",\"entity\":\"notes/a\",\"field\":\"text\"}"))
                .contains("\"value\":\"theirs\"")
                .doesNotContain("versions");
        assertThat(askAll("{\"op\":\"conflicts\"}"))
                .containsExactly("{\"id\":null,\"ok\":true,\"result\":{\"count\":0}}");
    }

    @Test
    void watch_tellsWhatHappenedSinceAndWhatComes() throws IOException {
        ask("{\"op\":\"set\",\"assignments\":[{\"entity\":\"a\",\"field\":\"f\",\"value\":1}]}");
        try (var lines = connect()) {
            lines.write("{\"v\":1}\n{\"id\":1,\"op\":\"watch\",\"since\":0}");
            lines.readLine();
            assertThat(lines.readLine()).isEqualTo("{\"id\":1,\"item\":{\"following\":0}}");
            assertThat(lines.readLine()).contains("\"value\":1").contains("\"revision\":1");

            ask("{\"op\":\"delete\",\"entity\":\"a\"}");
            assertThat(lines.readLine())
                    .contains("\"value\":null,\"deleted\":true")
                    .contains("\"revision\":2");

            lines.write("{\"op\":\"cancel\"}");
            assertThat(lines.readLine()).isEqualTo("{\"id\":1,\"ok\":true,\"result\":{\"following\":2}}");
        }
    }

    @Test
    void watcherThatGoes_freesItsPlace() throws IOException {
        for (int i = 0; i < 2 * SocketServer.MAX_CONNECTIONS; i++) {
            await().pollDelay(Duration.ZERO).untilAsserted(() -> {
                try (var lines = connect()) {
                    lines.write("{\"v\":1}\n{\"id\":1,\"op\":\"watch\"}");
                    assertThat(lines.readLine()).doesNotContain("limit");
                    lines.readLine();
                }
            });
        }
        assertServes();
    }

    @Test
    void status_hasItsKeys() throws IOException {
        ask("{\"op\":\"set\",\"assignments\":[{\"entity\":\"a\",\"field\":\"f\",\"value\":1}]}");

        assertThat(ask("{\"op\":\"status\"}"))
                .isEqualTo(
                        "{\"id\":null,\"ok\":true,\"result\":{\"node\":{\"name\":\"m4\",\"device\":\"" + MemoryNode.SELF
                                + "\",\"fleet\":\"" + "a".repeat(32)
                                + "\",\"version\":\"0.1.0\",\"address\":\"192.0.2.1:7270\","
                                + "\"uptime_s\":90},\"peers\":[{\"name\":\"pi\",\"device\":\"" + MemoryNode.PEER
                                + "\",\"address\":\"192.0.2.7:7270\",\"state\":\"unreachable\","
                                + "\"last_seen\":\"2026-01-02T03:04:05Z\",\"drift\":1}],\"registers\":1,\"conflicts\":0,"
                                + "\"held_aside\":0,\"journal\":{\"segments\":1,\"bytes\":100,\"revision\":1,\"warning\":null},"
                                + "\"head\":{\"" + MemoryNode.SELF + "\":1}}}");
    }

    @Test
    void down_isAnsweredBeforeItHappens() throws IOException {
        assertThat(ask("{\"op\":\"down\"}")).contains("\"pid\":");
        await().until(() -> node.stopped().getCount() == 0);
    }

    private void assertServes() throws IOException {
        assertThat(ask("{\"op\":\"status\"}")).contains("\"ok\":true");
    }

    private String ask(String request) throws IOException {
        var answers = askAll(request);
        return answers.get(answers.size() == 1 ? 0 : answers.size() - 2);
    }

    private java.util.List<String> askAll(String request) throws IOException {
        var answers = new ArrayList<String>();
        try (var lines = connect()) {
            lines.write(HELLO + request);
            lines.readLine();
            do {
                answers.add(lines.readLine());
            } while (answers.get(answers.size() - 1).contains("\"item\":"));
        }
        return answers;
    }

    private LineChannel connect() throws IOException {
        var lines = new LineChannel(SocketChannel.open(UnixDomainSocketAddress.of(node.socket())));
        lines.wait(Waiting.atMost(Patience.LIMIT));
        return lines;
    }
}
