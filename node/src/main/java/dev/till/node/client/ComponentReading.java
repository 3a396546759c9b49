package dev.till.node.client;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.time.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A component of any device of the fleet, as a node showed it.
 *
 * @param device the name of the device it runs on, and {@code id} that device's id
 * @param status what it said last, or {@code unknown} when that was longer ago than its time to live
 * @param said what it said last
 * @param version may be empty
 * @param metrics numbers, each as its JSON text
 */
public record ComponentReading(
        String name,
        String device,
        DeviceId id,
        String status,
        String said,
        String version,
        Instant reported,
        Duration ttl,
        Map<String, String> metrics) {
    public ComponentReading {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    static ComponentReading parse(String json) {
        var members = JsonMembers.parse(json);
        var metrics = new TreeMap<String, String>();
        members.object("metrics")
                .ifPresent(given -> given.names()
                        .forEach(metric -> metrics.put(metric, given.raw(metric).orElseThrow())));
        return new ComponentReading(
                members.text("name"),
                members.text("device"),
                DeviceId.parse(members.text("device_id")),
                members.text("status"),
                members.text("reported_status"),
                members.text("version"),
                Instant.parse(members.text("reported")),
                DurationText.parse(members.text("ttl")),
                metrics);
    }
}
