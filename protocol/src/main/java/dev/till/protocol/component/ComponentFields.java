package dev.till.protocol.component;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DurationText;
import dev.till.protocol.time.HybridTimestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Components as registers and back.
 *
 * <pre>
 * components/DEVICE/printer   status, version, ttl, and one field for each metric: metric.jobs
 * </pre>
 *
 * <p>The time of a report is that of its status, so a component that says the same again is heard, too.
 */
public final class ComponentFields {
    private static final String STATUS = "status";
    private static final String VERSION = "version";
    private static final String TTL = "ttl";
    private static final String METRIC = "metric.";
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");
    private static final Pattern METRIC_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_STATUS = 200;
    private static final Duration LONGEST_TTL = Duration.ofDays(365);

    private ComponentFields() {}

    /** A value and when it was written. */
    public record Written(Value value, HybridTimestamp at) {}

    /**
     * What a component writes to say how it is.
     *
     * @param version empty to leave it as it is
     * @param metrics texts of numbers, by name
     */
    public static List<FieldWrite> report(
            EntityPath entity,
            String status,
            Optional<String> version,
            Optional<Duration> ttl,
            Map<String, String> metrics) {
        var writes = new ArrayList<FieldWrite>();
        writes.add(write(entity, STATUS, JsonText.string(text(STATUS, status))));
        version.ifPresent(given -> writes.add(write(entity, VERSION, JsonText.string(text(VERSION, given)))));
        ttl.ifPresent(given -> writes.add(write(entity, TTL, JsonText.string(DurationText.format(bounded(given))))));
        metrics.forEach((name, number) -> {
            if (!METRIC_NAME.matcher(name).matches() || !NUMBER.matcher(number).matches() || !JsonText.isJson(number)) {
                throw new IllegalArgumentException(
                        "metric: '" + name + "=" + number + "' (expected: NAME=NUMBER, the name of A-Z a-z 0-9 . _ -)");
            }
            writes.add(write(entity, METRIC + name, JsonText.parse(number)));
        });
        return writes;
    }

    /** The components that live registers hold, in order; what is none is passed over. */
    public static List<ComponentRecord> read(Map<RegisterKey, Written> fields) {
        var byEntity = new TreeMap<EntityPath, SortedMap<String, Written>>();
        fields.forEach((key, written) -> byEntity.computeIfAbsent(key.entity(), entity -> new TreeMap<>())
                .put(key.field().value(), written));
        var components = new ArrayList<ComponentRecord>();
        byEntity.forEach((entity, values) -> component(entity, values).ifPresent(components::add));
        return components;
    }

    private static Optional<ComponentRecord> component(EntityPath entity, SortedMap<String, Written> values) {
        var path = entity.value().split("/", -1);
        var status = values.get(STATUS);
        if (path.length != 3 || !entity.isWithin(ComponentName.COMPONENTS) || status == null) {
            return Optional.empty();
        }
        try {
            var name = new ComponentName(path[2]);
            var metrics = new TreeMap<String, String>();
            values.forEach((field, written) -> {
                if (field.startsWith(METRIC)
                        && NUMBER.matcher(written.value().json()).matches()) {
                    metrics.put(
                            field.substring(METRIC.length()), written.value().json());
                }
            });
            return Optional.of(new ComponentRecord(
                    DeviceId.parse(path[1]),
                    name.value(),
                    content(values, STATUS).orElse(ComponentRecord.UNKNOWN),
                    content(values, VERSION).orElse(""),
                    content(values, TTL).map(ComponentFields::ttl).orElse(ComponentRecord.DEFAULT_TTL),
                    metrics,
                    status.at().instant()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Duration ttl(String text) {
        return bounded(DurationText.parse(text));
    }

    private static Duration bounded(Duration ttl) {
        if (ttl.compareTo(LONGEST_TTL) > 0 || ttl.isZero()) {
            throw new IllegalArgumentException("ttl: '" + ttl + "' (expected: more than nothing, at most 365d)");
        }
        return ttl;
    }

    private static Optional<String> content(SortedMap<String, Written> values, String field) {
        return Optional.ofNullable(values.get(field)).map(Written::value).flatMap(JsonText::content);
    }

    private static FieldWrite write(EntityPath entity, String field, Value value) {
        return new FieldWrite(new RegisterKey(entity, new FieldName(field)), value);
    }

    private static String text(String what, String given) {
        if (given.length() > MOST_STATUS || given.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + ": " + given.length() + " characters (expected: at most "
                    + MOST_STATUS + " without control characters)");
        }
        return given;
    }
}
