package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that takes nothing costs the others no more memory than their windows, however much is written meanwhile. */
class SlowPeerIT {
    /** Together more than the memory of a node, heap and all, and each larger than most. */
    private static final int VALUES = 1_000;

    private static final int LENGTH = 300_000;

    /** Few, so that it is the journal that grows. */
    private static final int REGISTERS = 20;

    @TempDir
    Path directory;

    @Test
    void floodWhileAPeerIsStopped_readsAreAnswered_memoryIsBounded_andThePeerCatchesUp() throws Exception {
        try (var fleet = ProcessFleet.onLoopback(directory, 2).start()) {
            var flooded = fleet.node(0);
            var stopped = fleet.node(1);
            Nodes.note(flooded, "before");
            Nodes.awaitWhole(fleet.nodes());
            stopped.freeze();

            var flood = CompletableFuture.supplyAsync(() -> flooded.till("apply", flood(), "--timeout", "5m"));
            long reads = 0;
            do {
                assertThat(Nodes.notes(flooded)).contains("before");
                reads++;
            } while (!flood.isDone());

            flood.join().orThrow();
            assertThat(reads).isPositive();
            assertThat(flooded.isAlive()).as(flooded.log()).isTrue();
            assertThat(peakMib(flooded)).isLessThan(Campaign.MEMORY_MIB);
            stopped.thaw();
            Nodes.awaitWhole(fleet.nodes());
            assertThat(stopped.get("flood/1", "value")).isEqualTo(flooded.get("flood/1", "value"));
            assertThat(peakMib(stopped)).isLessThan(Campaign.MEMORY_MIB);
        }
    }

    private String flood() {
        var file = directory.resolve("flood.jsonl");
        var text = "x".repeat(LENGTH);
        try (var lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i < VALUES; i++) {
                lines.write("{\"entity\":\"flood/" + i % REGISTERS + "\",\"field\":\"value\",\"value\":\"" + text
                        + "\"}\n");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file.toString();
    }

    private static double peakMib(TillProcess node) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(node.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
