package dev.till.protocol.usv;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.usv.UsvItem.Control.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of one record, and what they mean.
 *
 * <pre>
 * 6: timestamp, node, target, field, value, causality
 * 7: timestamp, node, campaign, target, field, value, causality
 * 8: timestamp, node, campaign, environment, target, field, value, causality
 * </pre>
 *
 * Every reading throws IllegalArgumentException with the reason when it finds something else.
 */
record Fields(List<String> all) {
    private static final String COMPANIES = "companies/";
    private static final String SYSTEM = "system";

    static Fields of(String record) {
        var all = new ArrayList<String>(8);
        int start = 0;
        for (int end = record.indexOf(Separators.FIELD); end >= 0; end = record.indexOf(Separators.FIELD, start)) {
            all.add(record.substring(start, end));
            start = end + 1;
        }
        all.add(record.substring(start));
        return new Fields(all);
    }

    UsvItem read(long offset) {
        var control = control();
        if (control.isPresent()) {
            return new UsvItem.Control(offset, control.get());
        }
        if (all.size() < 6 || all.size() > 8) {
            throw new IllegalArgumentException("fields: " + all.size() + " (expected: 6, 7 or 8)");
        }
        if (Causality.isOurs(last()) || isDevice(all.get(1))) {
            return new UsvItem.Own(offset, Causality.datagram(all));
        }
        return foreign(offset);
    }

    private Optional<Kind> control() {
        return switch (all.get(0)) {
            case "H" -> Optional.of(Kind.HEARTBEAT);
            case "Q" -> Optional.of(Kind.QUEUE);
            case "C" -> Optional.of(Kind.CONFIG);
            default -> isForSystem() ? Optional.of(Kind.SYSTEM) : Optional.empty();
        };
    }

    /** Older heartbeats lack the causality, so five fields will do. */
    private boolean isForSystem() {
        int size = all.size();
        return size >= 5 && size <= 8 && all.get(size == 5 ? 2 : size - 4).equals(SYSTEM);
    }

    private UsvItem foreign(long offset) {
        var at = HybridTimestamp.parse(all.get(0));
        requireNoPathBeforeTheTarget();
        int target = all.size() - 4;
        var key = RegisterKey.of(entity(all.get(target)), all.get(target + 1));
        var text = all.get(target + 2);
        boolean looksLikeJson = text.startsWith("[") || text.startsWith("{");
        boolean isJson = looksLikeJson && JsonText.isJson(text);
        Optional<String> note = looksLikeJson && !isJson
                ? Optional.of("value: begins like JSON and is none, so it was taken as text")
                : Optional.empty();
        Value value = isJson ? JsonText.parse(text) : JsonText.string(text);
        return new UsvItem.Foreign(offset, key, at, value, all.get(1), note);
    }

    /**
     * A separator inside a value makes a record of one generation look like one of the next. Then the target, which is a path,
     * stands where campaigns and environments have plain names.
     */
    private void requireNoPathBeforeTheTarget() {
        for (int i = 2; i < all.size() - 4; i++) {
            if (all.get(i).indexOf('/') >= 0) {
                throw new IllegalArgumentException("fields: " + all.size() + ", a path in number " + (i + 1)
                        + " (expected: no separator inside a value)");
            }
        }
    }

    private static String entity(String target) {
        return target.isEmpty() || target.indexOf('/') >= 0 ? target : COMPANIES + target;
    }

    private static boolean isDevice(String node) {
        try {
            return node.length() == DeviceId.CHARACTERS && DeviceId.parse(node) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String last() {
        return all.get(all.size() - 1);
    }
}
