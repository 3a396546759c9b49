package dev.till.testkit.faults;

import dev.till.node.socket.Refusal;
import dev.till.testkit.lab.Machine;
import dev.till.testkit.lab.SmallDisk;
import dev.till.testkit.lab.WallClock;
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
    private final Optional<WallClock> clock;
    private final TillProcess node;

    private boolean wanted;
    private int recreations;

    private Post(String name, Machine machine, SmallDisk disk, List<String> options, Optional<WallClock> clock) {
        this.name = name;
        this.machine = machine;
        this.disk = disk;
        this.clock = clock;
        var all = new ArrayList<>(List.of("--name", name));
        all.addAll(options);
        var entrance = new ArrayList<>(machine.entrance());
        clock.ifPresent(its -> entrance.addAll(its.entrance()));
        node = TillProcess.at(disk.path().resolve("home"), all.toArray(String[]::new))
                .on(entrance);
    }

    /**
     * Prepares a node, not started yet.
     *
     * @param ownClock whether its clock may be set
     */
    static Post on(Machine machine, Path directory, String name, List<String> options, boolean ownClock)
            throws IOException {
        var disk = SmallDisk.mount(directory.resolve(name), DISK);
        var clock =
                ownClock ? Optional.of(WallClock.in(directory.resolve(name + ".clock"))) : Optional.<WallClock>empty();
        return new Post(name, machine, disk, options, clock);
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

    /** From now on its clock shows so much more than the right time. */
    void setClock(Duration ahead) throws IOException {
        clock.orElseThrow(() -> new IllegalStateException(name + " has no clock of its own"))
                .set(ahead);
    }

    /** Fills the disk of {@code other}, which has never run, with a copy of this home. */
    void copyTo(Post other) {
        var from = node.home().toString();
        machine.program("cp", "-a", from, other.node.home().toString()).run().orThrow();
    }

    /** Loses the home and all that is in it. */
    void loseHome() {
        machine.program("rm", "-rf", node.home().toString()).run().orThrow();
    }

    /** What {@code status} warns of; empty when of nothing. */
    String warning() throws IOException, Refusal {
        return view().status()
                .object("journal")
                .orElseThrow()
                .optionalText("warning")
                .orElse("");
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
