package dev.till.protocol.json;

import dev.till.protocol.register.Value;

/**
 * Walks over JSON text (RFC 8259) and finds where each value ends, without building anything.
 *
 * <p>No library, because a client lives for a moment and its start is most of its time, and because a value's
 * text has to pass through unchanged: a slice of the input is exactly that.
 */
final class JsonScanner {
    private static final int MAX_DEPTH = Value.MAX_DEPTH;

    private final String json;
    private int position;
    private int depth;
    private boolean spaced;

    JsonScanner(String json) {
        this.json = json;
    }

    int position() {
        return position;
    }

    /** Whether insignificant white space has been passed over since the last call. */
    boolean tookSpace() {
        boolean took = spaced;
        spaced = false;
        return took;
    }

    /** The character at the position, or 0 at the end. */
    char peek() {
        return position < json.length() ? json.charAt(position) : 0;
    }

    void skipSpace() {
        while (position < json.length() && isSpace(json.charAt(position))) {
            position++;
            spaced = true;
        }
    }

    /** Moves past {@code c}; throws IllegalArgumentException when something else stands there. */
    void expect(char c) {
        if (peek() != c || position == json.length()) {
            throw fault("'" + c + "'");
        }
        position++;
    }

    /** Nothing may follow but white space. */
    void expectEnd() {
        skipSpace();
        if (position < json.length()) {
            throw fault("nothing more");
        }
    }

    /** Moves past one value. */
    void skipValue() {
        char c = peek();
        if (c == '"') {
            skipString();
        } else if (c == '{') {
            skipMembers();
        } else if (c == '[') {
            skipElements();
        } else if (c == '-' || isDigit(c)) {
            skipNumber();
        } else {
            skipLiteral();
        }
    }

    /** Moves past one string, quotes included. */
    void skipString() {
        expect('"');
        while (position < json.length()) {
            char c = json.charAt(position);
            if (c == '"') {
                position++;
                return;
            }
            if (c < 0x20) {
                throw fault("control characters written as escapes");
            }
            position++;
            if (c == '\\') {
                skipEscape();
            }
        }
        throw fault("'\"'");
    }

    /** Moves past what separates values: true when another follows, false at {@code close}. */
    boolean another(char close) {
        skipSpace();
        if (peek() == close) {
            position++;
            return false;
        }
        if (peek() != ',') {
            throw fault("',' or '" + close + "'");
        }
        position++;
        skipSpace();
        return true;
    }

    /** Moves past an opening bracket: true when something is inside, false when it was closed at once. */
    boolean open(char bracket, char close) {
        expect(bracket);
        if (++depth > MAX_DEPTH) {
            throw fault("nesting of at most " + MAX_DEPTH);
        }
        skipSpace();
        if (peek() == close) {
            position++;
            depth--;
            return false;
        }
        return true;
    }

    void closed() {
        depth--;
    }

    IllegalArgumentException fault(String expected) {
        String found = position < json.length() ? "'" + shown(json.charAt(position)) + "'" : "the end";
        return new IllegalArgumentException("JSON: " + found + " at " + position + " (expected: " + expected + ")");
    }

    private void skipMembers() {
        if (!open('{', '}')) {
            return;
        }
        do {
            skipString();
            skipSpace();
            expect(':');
            skipSpace();
            skipValue();
        } while (another('}'));
        closed();
    }

    private void skipElements() {
        if (!open('[', ']')) {
            return;
        }
        do {
            skipValue();
        } while (another(']'));
        closed();
    }

    private void skipEscape() {
        char c = peek();
        position++;
        if (c == 'u') {
            for (int i = 0; i < 4; i++, position++) {
                if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
                    throw fault("four hexadecimal digits");
                }
            }
        } else if (c == 0 || "\"\\/bfnrt".indexOf(c) < 0) {
            position--;
            throw fault("an escape: one of \" \\ / b f n r t u");
        }
    }

    private void skipNumber() {
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            skipDigits();
        }
        if (peek() == '.') {
            position++;
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            skipDigits();
        }
    }

    private void skipDigits() {
        if (!isDigit(peek())) {
            throw fault("a digit");
        }
        while (isDigit(peek())) {
            position++;
        }
    }

    private void skipLiteral() {
        for (String literal : new String[] {"true", "false", "null"}) {
            if (json.startsWith(literal, position)) {
                position += literal.length();
                return;
            }
        }
        throw fault("a JSON value");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static String shown(char c) {
        return c < 0x20 || Character.isSurrogate(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    }
}
