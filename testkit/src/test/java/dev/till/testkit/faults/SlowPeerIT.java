package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slow peer, or one that takes nothing, costs the others its window of memory, however much is written meanwhile. */
class SlowPeerIT {
    /** Together more than the memory of a node, heap and all; each small enough to be pushed. */
    private static final int VALUES = 6_000;

    private static final int LENGTH = 50_000;

    /** Few, so that it is the journal that grows. */
    private static final int REGISTERS = 20;

    /** Too slow by far for what is written, and fast enough for heartbeats. */
    private static final int MEGABITS = 4;

    @TempDir
    Path directory;

    @Test
    void floodWhileAPeerIsSlow_readsAreAnswered_memoryIsBounded_andThePeerCatchesUp() throws Exception {
        try (var lab = Lab.of(2);
                var fleet = ProcessFleet.inLab(lab, directory, 2).start()) {
            var flooded = fleet.node(0);
            var slow = fleet.node(1);
            Nodes.note(flooded, "before");
            Nodes.awaitWhole(fleet.nodes());
            lab.machine(1).throttle(MEGABITS);

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
            slow.freeze();
            lab.heal();
            Nodes.note(flooded, "while the peer takes nothing");
            slow.thaw();
            Nodes.awaitWhole(fleet.nodes());
            assertThat(slow.get("flood/1", "value")).isEqualTo(flooded.get("flood/1", "value"));
            assertThat(peakMib(slow)).isLessThan(Campaign.MEMORY_MIB);
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
