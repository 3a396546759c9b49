package dev.till.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.register.Value;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node does when it is asked to over its socket. */
class OperationsTest extends WithMemoryNode {
    private SocketClient client;

    @BeforeEach
    void connectClient() {
        client = new SocketClient(node.socket());
    }

    @Test
    void apply_stopsAtTheFirstBadLineAndSaysWhatWasWritten() throws IOException {
        try (var lines = client.connect()) {
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
        try (var lines = client.connect()) {
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
        try (var lines = client.connect()) {
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

        var conflicts = client.askAll("{\"op\":\"conflicts\"}");
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
        assertThat(client.askAll("{\"op\":\"conflicts\"}"))
                .containsExactly("{\"id\":null,\"ok\":true,\"result\":{\"count\":0}}");
    }

    @Test
    void watch_tellsWhatHappenedSinceAndWhatComes() throws IOException {
        ask("{\"op\":\"set\",\"assignments\":[{\"entity\":\"a\",\"field\":\"f\",\"value\":1}]}");
        try (var lines = client.connect()) {
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

    private String ask(String request) throws IOException {
        return client.ask(request);
    }
}
