package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.Layout;
import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.Program;
import dev.till.testkit.process.SshServer;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine with nothing but sshd and a JDK becomes a device of the fleet. */
@InLab(programs = {"sshd", "mount"})
class HostSetupIT {
    private static final int SSH = 22;

    @TempDir
    Path directory;

    @Test
    void bareMachine_becomesADevice_andStaysOneWhenSetUpAgain() throws IOException {
        try (var lab = Lab.of(2);
                var ours = TillProcess.at(directory.resolve("home"))
                        .on(lab.machine(0).entrance());
                var server = SshServer.start(
                        directory.resolve("bare"), SSH, bare(lab.machine(1).entrance()))) {
            ours.start();
            server.admit(ours.till("host", "init").orThrow().out());
            var target = SshServer.USER + "@" + lab.machine(1).address();
            await().atMost(Program.PATIENCE)
                    .until(() -> ours.till("host", "add", "m2", target).out().isEmpty()
                            && ours.till("host", "test", "m2").status() == 0);

            var dry = ours.till("host", "setup", "m2", "--dry-run").orThrow();
            assertThat(dry.out()).startsWith("m2: would install ");
            assertThat(server.account()).isEmptyDirectory();

            setUp(ours);
            ours.till("set", "greetings/m1", "text", "hello").orThrow();
            await().atMost(Program.PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    there(ours, "get", "greetings/m1", "text").out())
                            .isEqualTo("m2: hello\n"));
            assertThat(ours.till("host", "list").out()).containsPattern("m2 .* till-ready");

            var again = setUp(ours);
            assertThat(again.out()).startsWith("m2: in order with ");
            assertThat(ours.json("device", "list")).hasSize(2);

            // Another build of the same version, as far as the host can tell.
            Files.move(installed(server), server.account().resolve(".local/share/till/0.0.1_older"));
            Files.delete(server.account().resolve(".local/share/till/current"));
            Files.createSymbolicLink(server.account().resolve(".local/share/till/current"), Path.of("0.0.1_older"));
            assertThat(setUp(ours).out()).startsWith("m2: set up with ");
            assertThat(ours.json("device", "list")).hasSize(2);
        }
    }

    private static Outcome setUp(TillProcess ours) {
        return ours.program("host", "setup", "m2").run(Duration.ofMinutes(8)).orThrow();
    }

    private static Outcome there(TillProcess ours, String... arguments) {
        return ours.till("host", "exec", "m2", "--shell", "--", "$HOME/.local/bin/till " + String.join(" ", arguments));
    }

    private static Path installed(SshServer server) throws IOException {
        return server.account().resolve(".local/share/till/current").toRealPath();
    }

    /** Leads to that machine, with this source tree and what is built from it out of sight. */
    private static List<String> bare(List<String> entrance) {
        var top = Layout.find().root().toAbsolutePath().normalize();
        while (!Files.exists(top.resolve("mvnw"))) {
            top = top.getParent();
        }
        var words = new ArrayList<>(entrance);
        words.addAll(
                List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none \"$0\" && exec \"$@\"", top.toString()));
        return words;
    }
}
