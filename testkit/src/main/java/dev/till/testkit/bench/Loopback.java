package dev.till.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What goes over the loopback interface of this network namespace, with all headers, whoever sends it. */
final class Loopback {
    private static final Path COUNTERS = Path.of("/proc/self/net/dev");
    private static final String NAME = "lo:";

    private Loopback() {}

    /** How many bytes have come so far; 0 where the system does not tell. */
    static long bytes() throws IOException {
        if (Files.notExists(COUNTERS)) {
            return 0;
        }
        for (String line : Files.readAllLines(COUNTERS)) {
            var fields = line.strip();
            if (fields.startsWith(NAME)) {
                return Long.parseLong(fields.substring(NAME.length()).strip().split("\\s+", -1)[0]);
            }
        }
        return 0;
    }
}
