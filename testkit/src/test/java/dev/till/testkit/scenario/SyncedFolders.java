package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.Program;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One folder on every node of a fleet, and rsync to judge whether its copies are equal. */
final class SyncedFolders {
    private final ProcessFleet fleet;
    private final String name;
    private final List<Path> roots = new ArrayList<>();

    SyncedFolders(ProcessFleet fleet, Path directory, String name, String... options) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/rsync")), "rsync is not installed");
        this.fleet = fleet;
        this.name = name;
        for (int i = 0; i < fleet.nodes().size(); i++) {
            var root = directory.resolve(name + "-" + i);
            roots.add(root);
            var command = new ArrayList<>(List.of("files", "add", name, root.toString()));
            command.addAll(List.of(options));
            fleet.node(i).till(command.toArray(String[]::new)).orThrow();
        }
    }

    Path root(int device) {
        return roots.get(device);
    }

    /** Writes a file on one device. */
    void write(int device, String path, String content) {
        try {
            var file = root(device).resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(int device, String path) {
        try {
            return Files.readString(root(device).resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(int device, String path) {
        try {
            Files.delete(root(device).resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean exists(int device, String path) {
        return Files.exists(root(device).resolve(path));
    }

    /** Asks about the folder on one device. */
    Outcome till(int device, String verb, String... arguments) {
        var command = new ArrayList<>(List.of("files", verb, name));
        command.addAll(List.of(arguments));
        return fleet.node(device).till(command.toArray(String[]::new));
    }

    JsonNode plan(int device) {
        return Json.of(till(device, "plan", "--json").orThrow().out());
    }

    JsonNode conflicts(int device) {
        return Json.of(till(device, "conflicts", "--json").orThrow().out());
    }

    /** Follows changes on all devices from now on. */
    SyncedFolders watch() {
        for (int i = 0; i < roots.size(); i++) {
            till(i, "watch").orThrow();
        }
        return this;
    }

    /** Waits until a file has this content on a device. */
    void awaitContent(int device, String path, String content) {
        await(path + " on " + device)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> exists(device, path) && read(device, path).equals(content));
    }

    /** Waits until nothing is at a path on a device. */
    void awaitGone(int device, String path) {
        await(path + " gone on " + device)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !exists(device, path));
    }

    /** Applies on all devices, again and again, until registers are everywhere and no device has anything left to do. */
    void settle() {
        await("nothing left to do")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    for (TillProcess node : fleet.nodes()) {
                        node.till("files", "apply", name);
                    }
                    fleet.awaitEqual();
                    for (int i = 0; i < roots.size(); i++) {
                        if (!plan(i).get("actions").isEmpty()) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** An independent judge: rsync, by content, finds nothing to do but the times of directories and links. */
    void assertEqual() {
        assertEqualBut();
    }

    /** The same, of all but what these rules of rsync leave out. */
    void assertEqualBut(String... excluded) {
        var command = new ArrayList<>(List.of("rsync", "-anciOJ", "--delete", "--exclude=/.till"));
        for (String rule : excluded) {
            command.add("--exclude=" + rule);
        }
        for (Path other : roots.subList(1, roots.size())) {
            var all = new ArrayList<>(command);
            all.addAll(List.of(roots.get(0) + "/", other + "/"));
            assertThat(Program.of(all).run().orThrow().out())
                    .as("%s and %s", roots.get(0), other)
                    .isEmpty();
        }
    }

    JsonNode apply(int device) {
        return Json.of(till(device, "apply", "--json").orThrow().out());
    }

    JsonNode status(int device) {
        return Json.of(till(device, "status", "--json").orThrow().out());
    }

    /** Waits until all of the folder has been looked at on each device; answers when that was. */
    List<String> awaitScans() {
        var scans = new ArrayList<String>();
        for (int i = 0; i < roots.size(); i++) {
            int device = i;
            await("all of it looked at on " + device)
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> status(device).hasNonNull("last_scan"));
            scans.add(status(device).get("last_scan").asText());
        }
        return scans;
    }
}
