package dev.till.protocol.register;

/**
 * Checks that a text is one JSON value (RFC 8259) without insignificant white space, and measures it.
 *
 * <p>Datagrams carry values from other machines, so every {@link Value} is checked, wherever it comes from; this does it in
 * one pass and without allocating. Raw halves of surrogate pairs are refused because UTF-8 cannot carry them; escaped ones
 * are plain text and pass.
 */
final class JsonGrammar {
    private final String json;
    private int at;
    private int depth;
    /** Bytes that UTF-8 takes beyond one for each character so far. */
    private int wider;

    private JsonGrammar(String json) {
        this.json = json;
    }

    /** UTF-8 bytes of the content when {@code json} is a string, of the text otherwise. Escapes count as what they mean. */
    static int measure(String json) {
        var grammar = new JsonGrammar(json);
        boolean isString = grammar.peek() == '"';
        int content = grammar.value();
        if (grammar.at < json.length()) {
            throw grammar.fault("the end");
        }
        return isString ? content : json.length() + grammar.wider;
    }

    /** Passes over one value; answers the size of its content when it is a string. */
    private int value() {
        switch (peek()) {
            case '"' -> {
                return string();
            }
            case '{' -> object();
            case '[' -> array();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
        return 0;
    }

    private void object() {
        open();
        if (peek() != '}') {
            do {
                string();
                require(':');
                value();
            } while (skip(','));
        }
        close('}');
    }

    private void array() {
        open();
        if (peek() != ']') {
            do {
                value();
            } while (skip(','));
        }
        close(']');
    }

    private void open() {
        if (++depth > Value.MAX_DEPTH) {
            throw new IllegalArgumentException("value: more than " + Value.MAX_DEPTH + " levels of nesting at " + at
                    + " (expected: at most " + Value.MAX_DEPTH + ")");
        }
        at++;
    }

    private void close(char bracket) {
        require(bracket);
        depth--;
    }

    private int string() {
        require('"');
        int bytes = 0;
        while (true) {
            int from = at;
            at = endOfPlain(json, from);
            bytes += at - from;
            char c = peek();
            if (c == '"') {
                at++;
                return bytes;
            }
            bytes += c == '\\' ? escape() : special(c);
        }
    }

    /** Where the characters end that mean themselves and are one byte each: nearly all there are, so this is a tight loop. */
    private static int endOfPlain(String json, int from) {
        int i = from;
        while (i < json.length()) {
            char c = json.charAt(i);
            if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            i++;
        }
        return i;
    }

    /** What is not plain and no escape: wider characters, and what must not be there, the end among it. */
    private int special(char c) {
        if (c < 0x20) {
            throw fault("control characters as escapes");
        }
        int from = at;
        int bytes = Character.isSurrogate(c) ? pair() : width(c);
        at++;
        wider += bytes - (at - from);
        return bytes;
    }

    private int escape() {
        at++;
        char c = peek();
        if ("\"\\/bfnrt".indexOf(c) >= 0) {
            at++;
            return 1;
        }
        require('u');
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
                throw fault("a hexadecimal digit");
            }
            unit = unit << 4 | digit;
            at++;
        }
        return width((char) unit);
    }

    private int pair() {
        if (!Character.isHighSurrogate(json.charAt(at))
                || at + 1 == json.length()
                || !Character.isLowSurrogate(json.charAt(at + 1))) {
            throw fault("surrogates in pairs");
        }
        at++;
        return 4;
    }

    private void number() {
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
    }

    private void digits() {
        int start = at;
        while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw fault("a JSON value");
        }
    }

    private void word(String word) {
        if (!json.startsWith(word, at)) {
            throw fault(word);
        }
        at += word.length();
    }

    private void require(char expected) {
        if (!skip(expected)) {
            throw fault("'" + expected + "'");
        }
    }

    private boolean skip(char wanted) {
        boolean found = peek() == wanted;
        at += found ? 1 : 0;
        return found;
    }

    /** The next character; 0, which JSON has no use for, at the end. */
    private char peek() {
        return at < json.length() ? json.charAt(at) : 0;
    }

    private IllegalArgumentException fault(String expected) {
        char c = peek();
        var found = at == json.length()
                ? "the end"
                : c > 0x20 && c < 0x7F ? "'" + c + "'" : String.format("\\u%04x", (int) c);
        return new IllegalArgumentException("value: " + found + " at " + at + " (expected: " + expected + ")");
    }

    private static int width(char c) {
        // Half a surrogate pair counts two: both halves together are the four bytes of their code point.
        return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
