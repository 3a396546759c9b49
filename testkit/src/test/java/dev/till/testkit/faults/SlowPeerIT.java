package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slow peer, or one that takes nothing, costs the others its window of memory, however much is written meanwhile. */
@InLab(programs = "tc")
class SlowPeerIT {
    /** Of each node, in MiB: where too much is kept, it ends at once. */
    private static final int HEAP = 64;

    /** Together twice that; each small enough to be pushed. */
    private static final int VALUES = 2_600;

    private static final int LENGTH = 50_000;

    private static final double MOST_MIB = Campaign.MEMORY_MIB - 256 + HEAP;

    /** Few, so that it is the journal that grows. */
    private static final int REGISTERS = 20;

    /** Too slow by far for what is written, and fast enough for heartbeats. */
    private static final int MEGABITS = 4;

    @TempDir
    Path directory;

    @Test
    void floodWhileAPeerIsSlow_readsAreAnswered_memoryIsBounded_andThePeerCatchesUp() throws Exception {
        try (var lab = Lab.of(2);
                var fleet = ProcessFleet.of(List.of(node(lab, 0), node(lab, 1))).start()) {
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
            assertThat(peakMib(flooded)).isLessThan(MOST_MIB);
            slow.freeze();
            lab.heal();
            Nodes.note(flooded, "while the peer takes nothing");
            slow.thaw();
            Nodes.awaitWhole(fleet.nodes());
            assertThat(slow.get("flood/1", "value")).isEqualTo(flooded.get("flood/1", "value"));
            assertThat(peakMib(slow)).isLessThan(MOST_MIB);
        }
    }

    private TillProcess node(Lab lab, int number) {
        return TillProcess.at(directory.resolve("n" + number), "--name", "n" + number)
                .with("TILL_HEAP", HEAP + "m")
                .on(lab.machine(number).entrance());
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
