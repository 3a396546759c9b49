package dev.till.testkit.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used so far, as Linux counts it (proc(5)).
 *
 * @param residentMib memory in MiB now
 * @param peakMib the most memory it ever had, in MiB
 * @param cpuSeconds of all its threads, user and system
 */
record Usage(double residentMib, double peakMib, double cpuSeconds) {

    private static final double TICKS_PER_SECOND = 100;

    static Usage of(long pid) {
        var proc = Path.of("/proc", Long.toString(pid));
        try {
            return new Usage(
                    kib(proc.resolve("smaps_rollup"), "Rss:") / 1024,
                    kib(proc.resolve("status"), "VmHWM:") / 1024,
                    ticks(Files.readString(proc.resolve("stat"))) / TICKS_PER_SECOND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double kib(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .mapToDouble(line -> Double.parseDouble(
                        line.substring(key.length()).replace("kB", "").strip()))
                .findFirst()
                .orElseThrow();
    }

    private static long ticks(String stat) {
        // The second field, a name in brackets, may hold blanks: fields are counted from behind it.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
