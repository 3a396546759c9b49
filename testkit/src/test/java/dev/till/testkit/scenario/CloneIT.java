package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.register.Value;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home is copied to a second machine, and both run. */
class CloneIT {
    private static final List<String> LEFT_BEHIND = List.of("run", "node.lock", "logs");

    @TempDir
    Path directory;

    @Test
    void clonedHome_isSaidOnBothAndTheLaterOneGivesWay() throws Exception {
        try (var fleet = ProcessFleet.onLoopback(directory, 2, "--no-mdns").start()) {
            var original = fleet.node(0);
            original.till("set", "a", "before", "1").orThrow();
            fleet.awaitEqual();
            var address = original.ready().address();
            copy(original.home(), directory.resolve("clone"));
            try (var clone = TillProcess.at(
                            directory.resolve("clone"),
                            "--no-mdns",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            "0",
                            "--peer",
                            address)
                    .start()) {
                await().atMost(ProcessFleet.PATIENCE)
                        .until(() -> warning(original).contains("under the key of this device")
                                && warning(clone).contains("under the key of this device"));

                assertThat(warning(original)).contains("this node goes on", "enroll");
                assertThat(warning(clone)).contains("no writes are taken", address);
                var refused = clone.till("set", "a", "b", "2");
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.err()).contains("another node runs under the key of this device", address);
                assertThat(clone.get("a", "before")).contains(new Value("1"));
                assertThat(clone.log()).contains("another node runs");
                original.till("set", "a", "after", "3").orThrow();
                fleet.awaitTogether();
                fleet.awaitEqual();
                assertThat(fleet.node(1).get("a", "after")).contains(new Value("3"));
            }
        }
    }

    private static String warning(TillProcess node) {
        return node.status()
                .object("journal")
                .orElseThrow()
                .optionalText("warning")
                .orElse("");
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                var name = from.relativize(file);
                if (!LEFT_BEHIND.contains(name.getName(0).toString())) {
                    Files.copy(file, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
