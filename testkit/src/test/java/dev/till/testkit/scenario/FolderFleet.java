package dev.till.testkit.scenario;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three real nodes for many folders, one of each test, that look at everything once an hour only. */
record FolderFleet(ProcessFleet nodes, Path directory) implements AutoCloseable {
    static FolderFleet start(Path directory) {
        var nodes = ProcessFleet.onLoopback(directory, 3, "--no-mdns", "--set", "files-scan=1h");
        return new FolderFleet(nodes.start(), directory);
    }

    /** A folder of this name on all three, with this profile. */
    SyncedFolders folder(String name, String profile, String... options) throws IOException {
        var file = Files.writeString(directory.resolve(name + ".prf"), profile);
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--profile", file.toString()));
        return new SyncedFolders(nodes, directory, name, all.toArray(String[]::new));
    }

    TillProcess node(int index) {
        return nodes.node(index);
    }

    /** Waits until all three have applied the same datagrams. */
    void awaitEqual() {
        nodes.awaitEqual();
    }

    /** Starts those again that a test stopped, and waits until all see all. */
    void makeWhole() {
        var stopped = nodes.nodes().stream().filter(node -> !node.isAlive()).toList();
        if (!stopped.isEmpty()) {
            stopped.forEach(TillProcess::start);
            nodes.awaitTogether();
        }
    }

    @Override
    public void close() {
        nodes.close();
    }
}
