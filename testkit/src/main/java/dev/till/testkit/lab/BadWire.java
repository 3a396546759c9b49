package dev.till.testkit.lab;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A cable that delays, repeats and reorders what passes, put between a machine's port and the switch.
 *
 * <p>The kernel of a small machine has no {@code netem}; VDE does it in user space. The port moves to a bridge of its own,
 * and {@code wirefilter} joins a tap there with one on the switch.
 */
final class BadWire {
    /** What it takes besides {@code ip}; Debian's package is {@code vde2}. */
    static final String[] PROGRAMS = {"vde_switch", "wirefilter"};

    private final Namespace wires;
    private final String port;
    private final String bridge;
    private final List<String> taps;
    private final Path sockets;

    private BadWire(Namespace wires, String port, int number) {
        this.wires = wires;
        this.port = port;
        bridge = "bad" + number;
        taps = List.of("near" + number, "far" + number);
        try {
            sockets = Files.createTempDirectory("wire");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts one in. Packets may overtake each other by as much as the delay varies. */
    static BadWire into(Namespace wires, String port, int number, Distortion distortion) {
        var wire = new BadWire(wires, port, number);
        wires.ip("link", "add", wire.bridge, "type", "bridge", "mcast_snooping", "0", "forward_delay", "0");
        wires.ip("link", "set", wire.bridge, "up");
        wire.tap(0, wire.bridge);
        wire.tap(1, Lab.BRIDGE);
        wire.run(
                "wirefilter",
                "--daemon",
                "--nofifo",
                "--pidfile",
                wire.pidFile("filter").toString(),
                "--vde-plug",
                wire.socket(0) + ":" + wire.socket(1),
                "--delay",
                distortion.delay() + "+" + distortion.jitter(),
                "--dup",
                Integer.toString(distortion.repeated()));
        wires.ip("link", "set", port, "master", wire.bridge);
        return wire;
    }

    /** Puts the plain cable back. */
    void remove() {
        wires.ip("link", "set", port, "master", Lab.BRIDGE);
        wires.ip("link", "delete", bridge);
        end();
    }

    /** Ends its programs, and the taps with them. */
    void end() {
        var names = new ArrayList<>(taps);
        names.add("filter");
        names.forEach(name -> kill(pidFile(name)));
        try (Stream<Path> files = Files.walk(sockets)) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tap(int end, String master) {
        run(
                "vde_switch",
                "--daemon",
                "--pidfile",
                pidFile(taps.get(end)).toString(),
                "--sock",
                socket(end),
                "--tap",
                taps.get(end));
        // The switch is in the background before it has made the tap.
        Awaitility.await("tap " + taps.get(end))
                .atMost(Program.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> wires.has(taps.get(end)));
        wires.ip("link", "set", taps.get(end), "master", master, "up");
    }

    private String socket(int end) {
        return sockets.resolve(taps.get(end)).toString();
    }

    private Path pidFile(String name) {
        return sockets.resolve(name + ".pid");
    }

    private void run(String... command) {
        Program.of(command).through(wires.entrance()).run().orThrow();
    }

    private static void kill(Path pidFile) {
        try {
            if (Files.exists(pidFile)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                        .ifPresent(BadWire::killAndWait);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void killAndWait(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
