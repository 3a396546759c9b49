package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.testkit.process.Program;
import dev.till.testkit.process.SshServer;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on hosts by a node and a client that are processes of their own, on OpenSSH's server. */
class HostExecIT {
    /** Bytes of output, many times what the node may take. */
    private static final long OUTPUT = 1_000_000_000L;

    /** Bytes of a line, with its end. */
    private static final int LINE = 1000;

    @TempDir
    Path directory;

    private TillProcess node;
    private SshServer server;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/sshd")), "sshd is not installed");
        server = SshServer.start(directory.resolve("sshd"));
        node = TillProcess.alone(directory.resolve("home"), "host-check-interval=0s")
                // Where too much is kept, it ends at once.
                .on(List.of("env", "TILL_HEAP=64m"))
                // A gigabyte is decrypted the slow way without the second compiler.
                .with("TILL_JAVA_OPTS", "")
                .start();
        server.admit(node.till("host", "init").orThrow().out());
        var target = SshServer.USER + "@127.0.0.1:" + server.port();
        node.till("host", "add", "--no-test", "m1", target).orThrow();
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aGigabyteOfOutput_passesThroughAFewMegabytesOfMemory() {
        // Each line gets the name of the host in front.
        var line = "x".repeat(LINE - 1);
        var ran = piped("yes " + line + " | head -c " + OUTPUT, "wc -lc").run(Duration.ofMinutes(20));

        long lines = OUTPUT / LINE;
        assertThat(ran.orThrow().out().strip().split("\\s+"))
                .containsExactly(Long.toString(lines), Long.toString(OUTPUT + lines * "m1: ".length()));
        assertThat(node.isAlive()).isTrue();
    }

    @Test
    void interruptedClient_endsWhatItBegan_onTheHost() throws Exception {
        var begun = directory.resolve("begun");
        var ended = directory.resolve("ended");
        var line = "trap 'touch " + ended + "; exit 1' TERM; touch " + begun + "; sleep 600 & wait";
        // A build that runs in the background may have been told to ignore it.
        var client = node.program("host", "exec", "m1", "--shell", "--", line)
                .through(List.of("env", "--default-signal=INT"))
                .start(directory.resolve("log"));
        await().atMost(Program.PATIENCE).until(() -> Files.exists(begun));

        Program.of("kill", "-INT", Long.toString(client.pid())).run().orThrow();

        await().atMost(Program.PATIENCE).until(() -> Files.exists(ended));
        assertThat(client.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(client.exitValue()).isEqualTo(130);
        assertThat(node.till("host", "exec", "m1", "--", "true").status()).isZero();
    }

    /** A command on the host, whose output is not kept here either. */
    private Program piped(String onHost, String into) {
        return node.program("host", "exec", "m1", "--shell", "--timeout", "20m", "--", onHost)
                .through(List.of("bash", "-c", "set -o pipefail; \"$@\" | " + into, "bash"));
    }
}
