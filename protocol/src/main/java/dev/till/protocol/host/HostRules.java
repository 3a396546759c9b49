package dev.till.protocol.host;

import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.Shown;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.List;
import java.util.regex.Pattern;

/** What a host in a document from outside must keep to; everything else about it is its own affair. */
final class HostRules {
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

    private HostRules() {}

    /** Throws IllegalArgumentException, naming the attribute, unless {@code host} keeps to the rules. */
    static void check(HostRecord host) {
        host.attributes().keySet().forEach(HostRules::checkName);
        new HostAddress(string(host, HostRecord.HOST));
        if (host.value(HostRecord.USER).isPresent()) {
            new UserName(string(host, HostRecord.USER));
        }
        host.value(HostRecord.PORT).map(Value::json).ifPresent(Port::parse);
        host.value(HostRecord.VERSION).map(Value::json).ifPresent(HostRules::checkVersion);
        if (host.value(HostRecord.STATE).isPresent()) {
            checkState(string(host, HostRecord.STATE));
        }
        for (String attribute : List.of(HostRecord.STATUS, HostRecord.ACTUAL_HOSTNAME)) {
            if (host.value(attribute).isPresent()) {
                string(host, attribute);
            }
        }
    }

    private static void checkName(String attribute) {
        if (attribute.equals(HostRecord.NAME_FIELD)) {
            throw new IllegalArgumentException(attribute + ": taken (expected: another name for an attribute)");
        }
        new FieldName(attribute);
    }

    private static void checkVersion(String json) {
        if (!VERSION.matcher(json).matches()) {
            throw new IllegalArgumentException("version: " + Shown.of(json) + " (expected: a whole number, 0 or more)");
        }
    }

    private static void checkState(String state) {
        if (!state.equals(HostRecord.ACTIVE) && !state.equals(HostRecord.REMOVED)) {
            throw new IllegalArgumentException("state: '" + Shown.of(state) + "' (expected: active or removed)");
        }
    }

    private static String string(HostRecord host, String attribute) {
        return host.value(attribute)
                .flatMap(JsonText::content)
                .orElseThrow(() -> new IllegalArgumentException(attribute + ": "
                        + host.value(attribute).map(Value::json).map(Shown::of).orElse("missing")
                        + " (expected: a string)"));
    }
}
