package dev.till.testkit.faults;

import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Many changes that one node is given at once, as an import is. */
final class Bulk {

    /** Where they lie, over and over in the same registers: a small disk has to hold them. */
    private static final String PREFIX = "faults/bulk";

    private static final int ENTITIES = 500;
    private static final int FIELDS = 4;

    private Bulk() {}

    /** Returns once all are acknowledged; no two are alike, not those of different calls either. */
    static void apply(TillProcess node, int changes, Path directory) throws IOException {
        var file = Files.createTempFile(directory, "bulk", ".jsonl");
        long call = System.nanoTime();
        try {
            try (var lines = Files.newBufferedWriter(file)) {
                for (int i = 0; i < changes; i++) {
                    lines.write("{\"entity\":\"" + PREFIX + "/" + i % ENTITIES + "\",\"field\":\"f"
                            + i / ENTITIES % FIELDS + "\",\"value\":\"" + call + "." + i + "\"}\n");
                }
            }
            node.till("apply", file.toString(), "--timeout", "5m").orThrow();
        } finally {
            Files.delete(file);
        }
    }
}
