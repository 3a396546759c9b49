package dev.till.protocol.register;

import static java.util.Objects.requireNonNull;

/**
 * A JSON value as its text, without insignificant white space and otherwise verbatim: digits and escapes stay as the
 * writer gave them, so numbers beyond 2^53 and unusual escapes survive.
 *
 * <p>The constructor takes nothing else than one such text within the limits below; {@code dev.till.protocol.json.JsonText}
 * makes values of JSON with white space and of plain text.
 */
public record Value(String json) implements Content {

    /** The largest value: UTF-8 bytes of the content of a string, of the JSON text of anything else. */
    public static final int MAX_BYTES = 1 << 20;

    /** The deepest nesting of arrays and objects. */
    public static final int MAX_DEPTH = 500;

    public Value {
        int size = JsonGrammar.measure(requireNonNull(json, "json"));
        if (size > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "value: " + size + " bytes (expected: at most " + MAX_BYTES + " bytes, which is 1 MiB)");
        }
    }

    @Override
    public String toString() {
        return json;
    }
}
