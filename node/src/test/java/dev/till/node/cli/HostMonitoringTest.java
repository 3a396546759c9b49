package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node looks after its hosts by itself, every twentieth of a second instead of every half hour. */
class HostMonitoringTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private HostFixture hosts;
    private Till till;

    @BeforeEach
    void start() throws IOException {
        hosts = HostFixture.start(directory, MemoryNode::lookingAfterHosts).initialised();
        till = hosts.till();
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
    }

    @Test
    void hostThatNobodyAsksFor_isSeen_missed_andSeenAgain() throws IOException {
        hosts.with("m1", "127.0.0.1");
        awaitStatus("connected");
        assertThat(standing().text("last_seen")).isNotEmpty();
        assertThat(standing().number("latency_ms", -1)).isNotNegative();

        hosts.sshd().stop();

        awaitStatus("unreachable");
        assertThat(standing().number("failures", 0)).isGreaterThanOrEqualTo(3);
        assertThat(standing().text("problem")).startsWith("nothing answers at 127.0.0.1");

        hosts.sshd().resume();

        awaitStatus("connected");
        await().atMost(PATIENCE)
                .until(() -> standing().number("failures", -1) == 0
                        && standing().optionalText("problem").isEmpty());
        // Looked after, and not held on to.
        await().atMost(PATIENCE).until(() -> !standing().flag("connected"));
    }

    @Test
    void removedHost_isLookedAfterNoMore() throws IOException {
        hosts.with("m1", "127.0.0.1");
        awaitStatus("connected");

        till.run("host", "remove", "m1");

        hosts.with("m2", "127.0.0.2");
        await().atMost(PATIENCE)
                .until(() -> till.run("host", "status", "m2").out().contains("connected"));
        assertThat(till.run("host", "status", "--all").out()).doesNotContain("m1");
    }

    private void awaitStatus(String status) {
        await().atMost(PATIENCE).until(() -> standing().text("status").equals(status));
    }

    private JsonMembers standing() {
        var all = JsonMembers.parse(
                "{\"hosts\":" + till.run("host", "status", "m1", "--json").out() + "}");
        return JsonMembers.parse(all.list("hosts").get(0));
    }
}
