package dev.till.testkit.histories;

import dev.till.testkit.lab.Machine;
import dev.till.testkit.lab.WallClock;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One device: its machine, its clock, its node, and its copy of the folder. */
record Replica(String name, Machine machine, WallClock clock, TillProcess node, Path root, Path aside) {
    /** The folder that all of them keep. */
    static final String FOLDER = "shared";

    /** A device on {@code machine}; its node is not started yet. */
    static Replica on(Machine machine, Path directory, String name, List<String> options) throws IOException {
        var own = Files.createDirectories(directory.resolve(name));
        var clock = WallClock.in(own.resolve("clock"));
        var entrance = new ArrayList<>(machine.entrance());
        entrance.addAll(clock.entrance());
        var all = new ArrayList<>(List.of("--name", name));
        all.addAll(options);
        var node =
                TillProcess.at(own.resolve("home"), all.toArray(String[]::new)).on(entrance);
        return new Replica(
                name, machine, clock, node, own.resolve("root"), Files.createDirectories(own.resolve("aside")));
    }

    /** Takes part in the folder, and follows it. */
    void join() {
        node.till("files", "add", FOLDER, root.toString()).orThrow();
        node.till("files", "watch", FOLDER).orThrow();
    }

    void setClock(Duration ahead) {
        try {
            clock.set(ahead);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A round by hand, whatever it looks like: what befalls the folder is meant. */
    void apply() {
        node.till("files", "apply", FOLDER, "--force");
    }

    /** Whether a round would find nothing to do. */
    boolean isAtRest() {
        var plan =
                Json.of(node.till("files", "plan", FOLDER, "--json").orThrow().out());
        return plan.get("actions").isEmpty() && plan.get("problems").isEmpty();
    }

    /** The paths that wait for somebody to decide. */
    Set<String> conflicts() {
        var paths = new TreeSet<String>();
        Json.of(node.till("files", "conflicts", FOLDER, "--json").orThrow().out())
                .forEach(conflict -> paths.add(conflict.get("path").asText()));
        return paths;
    }

    /** Decides all conflicts, as far as that can be done; answers what it is told of that. */
    String keepBoth() {
        var outcome = node.till("files", "resolve", FOLDER, "--all", "--keep-both");
        return name + ": " + outcome.text().strip();
    }

    /** Each conflict and its versions, as somebody reads of them. */
    String conflictsAsTold() {
        return name + ": "
                + node.till("files", "conflicts", FOLDER, "--json").text().strip();
    }

    /** All files but till's own, with their contents and permissions. */
    TreeMap<String, String> files() {
        var files = new TreeMap<String, String>();
        try (var all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                var path = root.relativize(file).toString();
                if (!path.startsWith(".till/")) {
                    files.put(path, Files.readString(file));
                }
            }
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Names of everything below the root, till's own directory too. */
    Set<String> names() {
        try (var all = Files.walk(root)) {
            return all.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entities of the folder's registers. */
    String registers() {
        return node.till("list", "files/" + FOLDER).orThrow().out();
    }
}
