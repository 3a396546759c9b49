package dev.till.protocol.json;

import dev.till.protocol.register.Value;
import java.util.Optional;

/**
 * Turns text into {@link Value}s and back: checks that it is one JSON value and drops insignificant white space.
 *
 * <p>Everything else stays verbatim, digits and escapes included.
 */
public final class JsonText {
    private JsonText() {}

    /** The value that {@code json} writes down; throws IllegalArgumentException when it is not one JSON value. */
    public static Value parse(String json) {
        return JsonMembers.value(json);
    }

    /** Whether {@code text} is one JSON value. */
    public static boolean isJson(String text) {
        return JsonMembers.isJson(text);
    }

    /** The JSON string whose content is {@code text}; throws IllegalArgumentException past the size limit. */
    public static Value string(String text) {
        return new Value(quoted(text));
    }

    /** The content of a value that is a JSON string; empty for every other value. */
    public static Optional<String> content(Value value) {
        return value.json().startsWith("\"") ? Optional.of(JsonWriter.plain(value.json())) : Optional.empty();
    }

    /** {@code text} as a JSON string literal; halves of surrogate pairs, which UTF-8 cannot carry, become escapes. */
    public static String quoted(String text) {
        return JsonWriter.quoted(text);
    }
}
