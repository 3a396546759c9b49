package dev.till.testkit.bench;

import dev.till.testkit.process.ProcessFleet;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Two nodes: one is told to look, the other follows what it hears. */
final class TillMirror implements Mirror {
    private final ProcessFleet fleet;
    private String folder = "";
    private int folders;
    private boolean following;

    TillMirror(ProcessFleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public String system() {
        return Report.TILL;
    }

    @Override
    public void begin(Path from, Path to, boolean log) {
        folder = "f" + ++folders;
        following = false;
        var mode = log ? "append" : "two-way";
        fleet.node(0)
                .till("files", "add", folder, from.toString(), "--mode", mode)
                .orThrow();
        fleet.node(1)
                .till("files", "add", folder, to.toString(), "--mode", mode)
                .orThrow();
        fleet.node(1).till("files", "watch", folder).orThrow();
    }

    @Override
    public void bring(BooleanSupplier there) {
        if (!following) {
            fleet.node(0)
                    .program("files", "apply", folder)
                    .run(Waiting.PATIENCE)
                    .orThrow();
        }
        Waiting.until(there);
    }

    @Override
    public void look() {
        fleet.node(0).program("files", "apply", folder).run(Waiting.PATIENCE).orThrow();
    }

    @Override
    public void follow() {
        fleet.node(0).till("files", "watch", folder).orThrow();
        following = true;
        // The round that begins with it is over when the next one is.
        look();
    }

    @Override
    public void end() {
        fleet.nodes().forEach(node -> node.till("files", "remove", folder).orThrow());
    }

    @Override
    public void close() {
        fleet.close();
    }
}
