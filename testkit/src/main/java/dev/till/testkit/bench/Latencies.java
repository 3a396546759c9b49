package dev.till.testkit.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How long updates took from {@code set} to a watcher, of one round. Safe for use by several threads. */
final class Latencies {

    private final Histogram nanos = new Histogram(3);

    synchronized void clear() {
        nanos.reset();
    }

    synchronized void add(long took) {
        nanos.recordValue(Math.max(0, took));
    }

    synchronized long count() {
        return nanos.getTotalCount();
    }

    /** Count and percentiles in milliseconds, as JSON. */
    synchronized String json() {
        return String.format(
                Locale.ROOT,
                "{\"count\":%d,\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}",
                nanos.getTotalCount(),
                at(50),
                at(90),
                at(99),
                at(100));
    }

    private double at(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }
}
