package dev.till.protocol.json;

import dev.till.protocol.register.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of one JSON object, each value as the text it had: numbers keep their digits, strings their escapes.
 *
 * <p>Of members with one name the last counts. Accessors throw IllegalArgumentException, naming the member and what was
 * expected, when it is of another kind.
 */
public final class JsonMembers {
    private final Map<String, String> raw;

    private JsonMembers(Map<String, String> raw) {
        this.raw = raw;
    }

    /** Reads one JSON object; throws IllegalArgumentException, with the offset of the fault, on anything else. */
    public static JsonMembers parse(String json) {
        var scanner = new JsonScanner(json);
        var members = new LinkedHashMap<String, String>();
        scanner.skipSpace();
        if (scanner.open('{', '}')) {
            do {
                int name = scanner.position();
                scanner.skipString();
                var key = JsonStrings.content(json, name, scanner.position());
                scanner.skipSpace();
                scanner.expect(':');
                scanner.skipSpace();
                int value = scanner.position();
                scanner.skipValue();
                members.put(key, json.substring(value, scanner.position()));
            } while (scanner.another('}'));
            scanner.closed();
        }
        scanner.expectEnd();
        return new JsonMembers(members);
    }

    /** The elements of one JSON array, each as its text. */
    public static List<String> elements(String json) {
        var scanner = new JsonScanner(json);
        var elements = new ArrayList<String>();
        scanner.skipSpace();
        if (scanner.open('[', ']')) {
            do {
                int value = scanner.position();
                scanner.skipValue();
                elements.add(json.substring(value, scanner.position()));
            } while (scanner.another(']'));
            scanner.closed();
        }
        scanner.expectEnd();
        return elements;
    }

    /** Whether {@code text} is one JSON value. */
    public static boolean isJson(String text) {
        try {
            toValueText(text);
            return true;
        } catch (IllegalArgumentException notJson) {
            return false;
        }
    }

    /** The register value that {@code json} writes down, without insignificant white space and otherwise verbatim. */
    public static Value value(String json) {
        return new Value(JsonStrings.hasSpace(json) ? toValueText(json) : json);
    }

    /** The names, in the order they stood. */
    public Set<String> names() {
        return raw.keySet();
    }

    /** Whether there is such a member and it is not null. */
    public boolean has(String name) {
        return !raw.getOrDefault(name, "null").equals("null");
    }

    /** The text of a member's value, null included; empty when there is no such member. */
    public Optional<String> raw(String name) {
        return Optional.ofNullable(raw.get(name));
    }

    /** The content of a string that has to be there. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> fault(name, "a string"));
    }

    /** The content of a string; empty when it is absent or null. */
    public Optional<String> optionalText(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        var value = raw.get(name);
        if (value.charAt(0) != '"') {
            throw fault(name, "a string");
        }
        return Optional.of(JsonStrings.content(value, 0, value.length()));
    }

    /** A whole number; {@code otherwise} when it is absent or null. */
    public long number(String name, long otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        try {
            return Long.parseLong(raw.get(name));
        } catch (NumberFormatException e) {
            throw fault(name, "a whole number");
        }
    }

    /** Whether a boolean is there and true. */
    public boolean flag(String name) {
        var value = raw.getOrDefault(name, "null");
        return switch (value) {
            case "true" -> true;
            case "false", "null" -> false;
            default -> throw fault(name, "true or false");
        };
    }

    /** The elements of an array; none when it is absent or null. */
    public List<String> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (raw.get(name).charAt(0) != '[') {
            throw fault(name, "an array");
        }
        return elements(raw.get(name));
    }

    /** The members of a nested object; empty when it is absent or null. */
    public Optional<JsonMembers> object(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (raw.get(name).charAt(0) != '{') {
            throw fault(name, "an object");
        }
        return Optional.of(parse(raw.get(name)));
    }

    private IllegalArgumentException fault(String name, String expected) {
        var found = raw.getOrDefault(name, "nothing");
        var shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
        return new IllegalArgumentException(name + ": " + shown + " (expected: " + expected + ")");
    }

    private static String toValueText(String json) {
        var scanner = new JsonScanner(json);
        scanner.skipSpace();
        scanner.tookSpace();
        int start = scanner.position();
        scanner.skipValue();
        int end = scanner.position();
        boolean spaced = scanner.tookSpace();
        scanner.expectEnd();
        return spaced ? JsonStrings.withoutSpace(json, start, end) : json.substring(start, end);
    }
}
