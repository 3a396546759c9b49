package dev.till.protocol.json;

import java.util.Optional;

/**
 * Writes one JSON document, compact, members in the order given. Values that are JSON text already go in unchanged.
 *
 * <p>{@code new JsonWriter().open('{').text("name", "m4").number("port", 7270).close('}').toString()}
 */
public final class JsonWriter {
    private final StringBuilder out;
    private boolean first = true;

    public JsonWriter() {
        this(64);
    }

    /** A writer that expects to write about so many characters. */
    public JsonWriter(int expected) {
        out = new StringBuilder(expected);
    }

    /** {@code text} as a JSON string literal. */
    public static String quoted(String text) {
        var literal = new StringBuilder(text.length() + 2);
        JsonStrings.quote(text, literal);
        return literal.toString();
    }

    /** What the JSON string {@code literal} stands for; any other JSON text as it is. */
    public static String plain(String literal) {
        return literal.startsWith("\"") ? JsonStrings.content(literal, 0, literal.length()) : literal;
    }

    /** Opens an object or array as an element or as the document. */
    public JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    /** Opens an object or array as a member. */
    public JsonWriter open(String name, char bracket) {
        name(name);
        out.append(bracket);
        first = true;
        return this;
    }

    public JsonWriter close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    public JsonWriter text(String name, String value) {
        name(name);
        JsonStrings.quote(value, out);
        return this;
    }

    /** A string, or null when there is none. */
    public JsonWriter text(String name, Optional<String> value) {
        return value.isPresent() ? text(name, value.get()) : raw(name, "null");
    }

    public JsonWriter number(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    public JsonWriter flag(String name, boolean value) {
        name(name);
        out.append(value);
        return this;
    }

    /** A member whose value is JSON text already. */
    public JsonWriter raw(String name, String json) {
        name(name);
        out.append(json);
        return this;
    }

    /** An element that is JSON text already. */
    public JsonWriter raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    /** A string as an element. */
    public JsonWriter text(String value) {
        separate();
        JsonStrings.quote(value, out);
        return this;
    }

    /** What has been written so far. */
    @Override
    public String toString() {
        return out.toString();
    }

    private void name(String name) {
        separate();
        JsonStrings.quote(name, out);
        out.append(':');
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }
}
