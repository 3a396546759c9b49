package dev.till.protocol.component;

import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a component last said of itself.
 *
 * @param status a word of its own: {@code running}, {@code failed}
 * @param version may be empty
 * @param ttl how long that holds
 * @param metrics numbers, each as its JSON text
 * @param reported when it said so
 */
public record ComponentRecord(
        DeviceId device,
        String name,
        String status,
        String version,
        Duration ttl,
        Map<String, String> metrics,
        Instant reported) {

    /** The status of a component that has not reported for longer than its time to live. */
    public static final String UNKNOWN = "unknown";

    /** How long a report holds unless it says otherwise. */
    public static final Duration DEFAULT_TTL = Duration.ofMinutes(15);

    public ComponentRecord {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** The status, as far as it still holds at that time. */
    public String statusAt(Instant now) {
        return now.isAfter(reported.plus(ttl)) ? UNKNOWN : status;
    }
}
