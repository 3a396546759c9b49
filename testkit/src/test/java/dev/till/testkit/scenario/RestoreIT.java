package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.register.Value;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine is lost and comes back from a backup that is older than what its peers have seen. */
class RestoreIT {
    @TempDir
    Path directory;

    @Test
    void nodeRestoredFromAnOldBackup_writesAtOnceAndLosesAndReusesNothing() throws Exception {
        try (var fleet = ProcessFleet.onLoopback(directory, 2, "--no-mdns").start()) {
            var lost = fleet.node(0);
            var peer = fleet.node(1);
            lost.till("set", "a", "early", "1").orThrow();
            var backup = directory.resolve("backup").toString();
            lost.till("backup", backup).orThrow();
            assertThat(lost.till("backup", backup).status()).isEqualTo(6);
            lost.till("set", "a", "late", "2").orThrow();
            fleet.awaitEqual();
            assertThat(lost.till("restore", backup).status()).isEqualTo(6);
            lost.crash();
            peer.freeze();
            delete(lost.home());

            lost.till("restore", backup).orThrow();
            lost.start();
            assertThat(lost.get("a", "early")).contains(new Value("1"));
            assertThat(lost.get("a", "late")).isEmpty();
            // Nobody can be asked, and the next number is one that the peer has seen.
            lost.till("set", "a", "new", "3").orThrow();
            peer.thaw();

            fleet.awaitEqual();
            for (TillProcess node : fleet.nodes()) {
                for (String field : List.of("early", "late", "new")) {
                    assertThat(node.get("a", field)).as("%s on %s", field, node).isPresent();
                }
                assertThat(dots(node)).doesNotHaveDuplicates();
            }
            assertThat(lost.log()).contains("numbered anew");
        }
    }

    /** Device and number of what is still in the journal, with the content it stands for. */
    private static List<String> dots(TillProcess node) {
        var dots = new ArrayList<String>();
        for (String field : List.of("early", "late", "new")) {
            node.till("history", "a", field, "--json").orThrow().out().lines().forEach(line -> {
                var device = line.replaceAll(".*\"device\":\"([^\"]+)\".*", "$1");
                var seq = line.replaceAll(".*\"seq\":(\\d+).*", "$1");
                dots.add(device + ":" + seq);
            });
        }
        return dots;
    }

    private static void delete(Path home) throws Exception {
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
