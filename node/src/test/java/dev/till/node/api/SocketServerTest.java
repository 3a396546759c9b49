package dev.till.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.till.node.socket.LineChannel;
import dev.till.node.socket.SocketPath;
import dev.till.node.socket.SocketProtocol;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketServerTest extends WithMemoryNode {
    private static final String HELLO = SocketClient.HELLO;

    private SocketClient client;

    @BeforeEach
    void connectClient() {
        client = new SocketClient(node.socket());
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

    private void assertServes() throws IOException {
        assertThat(client.ask("{\"op\":\"status\"}")).contains("\"ok\":true");
    }

    private LineChannel connect() throws IOException {
        return client.connect();
    }
}
