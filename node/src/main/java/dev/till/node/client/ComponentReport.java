package dev.till.node.client;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a component of this device says of itself.
 *
 * @param status a word of its own, such as {@code running}
 * @param version empty to leave it as it is
 * @param ttl how long that holds; empty to leave it as it is, fifteen minutes at first
 * @param metrics numbers, each as JSON writes it
 */
public record ComponentReport(
        String name, String status, Optional<String> version, Optional<Duration> ttl, Map<String, String> metrics) {
    public ComponentReport {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** The least there is to say. */
    public static ComponentReport of(String name, String status) {
        return new ComponentReport(name, status, Optional.empty(), Optional.empty(), Map.of());
    }

    public ComponentReport withVersion(String given) {
        return new ComponentReport(name, status, Optional.of(given), ttl, metrics);
    }

    public ComponentReport withTtl(Duration given) {
        return new ComponentReport(name, status, version, Optional.of(given), metrics);
    }

    public ComponentReport withMetric(String metric, long number) {
        return with(metric, Long.toString(number));
    }

    public ComponentReport withMetric(String metric, double number) {
        return with(metric, Double.toString(number));
    }

    private ComponentReport with(String metric, String number) {
        var more = new TreeMap<>(metrics);
        more.put(metric, number);
        return new ComponentReport(name, status, version, ttl, more);
    }
}
