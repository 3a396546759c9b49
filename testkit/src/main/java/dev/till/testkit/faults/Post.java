package dev.till.testkit.faults;

import dev.till.testkit.lab.Machine;
import dev.till.testkit.lab.SmallDisk;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One node where it runs: its machine, its disk, its clock, and whether it should be running. */
final class Post implements AutoCloseable {

    private static final String DISK = "96m";
    private static final String RECREATED = "] is over: ";

    private final String name;
    private final Machine machine;
    private final SmallDisk disk;
    private final List<String> options;

    private TillProcess node;
    private boolean wanted;
    private int recreations;

    private Post(String name, Machine machine, SmallDisk disk, List<String> options) {
        this.name = name;
        this.machine = machine;
        this.disk = disk;
        this.options = List.copyOf(options);
        node = node(List.of());
    }

    /** Prepares a node, not started yet. */
    static Post on(Machine machine, Path directory, String name, List<String> options) throws IOException {
        return new Post(name, machine, SmallDisk.mount(directory.resolve(name), DISK), options);
    }

    private TillProcess node(List<String> under) {
        var all = new ArrayList<>(List.of("--name", name));
        all.addAll(options);
        var entrance = new ArrayList<>(machine.entrance());
        entrance.addAll(under);
        return TillProcess.at(disk.path().resolve("home"), all.toArray(String[]::new))
                .on(entrance);
    }

    String name() {
        return name;
    }

    Machine machine() {
        return machine;
    }

    TillProcess node() {
        return node;
    }

    View view() {
        return new View(node.home());
    }

    void start() {
        node.start();
        wanted = true;
    }

    void crash() {
        wanted = false;
        node.crash();
    }

    /** Stops it in order; gives its exit status. */
    int stop() {
        wanted = false;
        return node.stop();
    }

    void fill() throws IOException {
        disk.fill();
    }

    void free() throws IOException {
        disk.free();
    }

    /** Stops it in order and starts it with a clock that shows so much more than the right time. */
    void restartWithClock(Duration offset) {
        int status = stop();
        if (status != 0) {
            throw new IllegalStateException(name + " ended with status " + status);
        }
        // Timeouts go by the monotonic clock, which no wrong clock changes.
        node = node(
                offset.isZero()
                        ? List.of()
                        : List.of(
                                "env",
                                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                                "faketime",
                                "-f",
                                String.format("%+ds", offset.toSeconds())));
        start();
    }

    /** Whether it has ended though nobody ended it. */
    boolean isMissing() {
        return wanted && !node.isAlive();
    }

    /** Why cluster systems were made anew since this was last asked. */
    List<String> recreations() {
        var all = node.log().lines().filter(line -> line.contains(RECREATED)).toList();
        var news = all.subList(recreations, all.size());
        recreations = all.size();
        return news;
    }

    /** The most memory that its process had at any time, in MiB; empty when it does not run. */
    Optional<Double> peakMib() {
        if (!node.isAlive()) {
            return Optional.empty();
        }
        try (var lines = Files.lines(Path.of("/proc", Long.toString(node.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            // It ended just now.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        wanted = false;
        node.close();
        disk.close();
    }
}
