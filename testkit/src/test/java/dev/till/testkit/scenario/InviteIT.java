package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invitations that must not let anyone in. */
@Tag("patient")
class InviteIT {

    private static final int BAD_USAGE = 2;
    private static final int NOT_PERMITTED = 5;

    @TempDir
    static Path directory;

    private static TillProcess inviter;

    @BeforeAll
    static void open() {
        inviter = TillProcess.at(
                        directory.resolve("inviter"),
                        "--name",
                        "inviter",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--no-discovery")
                .start();
    }

    @AfterAll
    static void close() {
        inviter.close();
    }

    @Test
    void expiredInvite_isRefused() {
        var line = inviter.till("device", "invite", "--ttl", "1s").orThrow().text();
        await().pollDelay(Duration.ofMillis(1500)).until(() -> true);

        refused("late", line, "expired");
    }

    @Test
    void usedInvite_isRefused() {
        var line = inviter.invite();
        var first = TillProcess.at(directory.resolve("first"));
        first.till("device", "enroll", line, "--name", "first").orThrow();

        refused("second", line, "");
    }

    @Test
    void alteredInvite_isRefused() {
        var line = inviter.invite();
        for (int at = line.length() - 1; at > 8; at -= Math.max(1, line.length() / 12)) {
            var altered = line.substring(0, at) + (line.charAt(at) == 'a' ? 'b' : 'a') + line.substring(at + 1);
            var outcome = enroll("altered", altered);
            assertThat(outcome.status())
                    .as(altered + "\n" + line + "\n" + outcome)
                    .isIn(BAD_USAGE, NOT_PERMITTED);
            assertThat(outcome.err()).isNotBlank().doesNotContain("\tat ");
        }
        assertThat(devices()).doesNotContain("altered");
    }

    private void refused(String name, String line, String mentioned) {
        var outcome = enroll(name, line);

        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(NOT_PERMITTED);
        assertThat(outcome.err()).isNotBlank().contains(mentioned).doesNotContain("\tat ");
        assertThat(devices()).doesNotContain("\"" + name + "\"");
    }

    private static Outcome enroll(String name, String line) {
        return TillProcess.at(directory.resolve(name))
                .till("--timeout", "2m", "device", "enroll", line, "--name", name);
    }

    private static String devices() {
        return inviter.till("device", "list", "--json").orThrow().out();
    }
}
