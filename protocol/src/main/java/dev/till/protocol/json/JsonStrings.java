package dev.till.protocol.json;

/** JSON string literals from and to the text they stand for. The literals given have been scanned before. */
final class JsonStrings {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonStrings() {}

    /** What the literal between {@code start} and {@code end}, quotes included, stands for. */
    static String content(String json, int start, int end) {
        int escape = json.indexOf('\\', start);
        if (escape < 0 || escape >= end) {
            return json.substring(start + 1, end - 1);
        }
        var text = new StringBuilder(end - start);
        for (int i = start + 1; i < end - 1; i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            c = json.charAt(++i);
            if (c == 'u') {
                text.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(escaped(c));
            }
        }
        return text.toString();
    }

    /** Appends {@code text} as a literal; halves of surrogate pairs, which UTF-8 cannot carry, become escapes. */
    static void quote(CharSequence text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (Character.isSurrogate(c)) {
                i += surrogate(text, i, to);
            } else if (c >= 0x20) {
                to.append(c);
            } else {
                control(c, to);
            }
        }
        to.append('"');
    }

    /** Whether there is any white space, in strings or out. */
    static boolean hasSpace(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (isSpace(json.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** The text between {@code start} and {@code end} without white space outside of strings. */
    static String withoutSpace(String json, int start, int end) {
        var compact = new StringBuilder(end - start);
        boolean inString = false;
        for (int i = start; i < end; i++) {
            char c = json.charAt(i);
            if (inString && c == '\\') {
                compact.append(c).append(json.charAt(++i));
                continue;
            }
            inString ^= c == '"';
            if (inString || !isSpace(c)) {
                compact.append(c);
            }
        }
        return compact.toString();
    }

    /** Appends the pair that begins at {@code i}, or the escape of a half; answers how many more characters that took. */
    private static int surrogate(CharSequence text, int i, StringBuilder to) {
        if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
            to.append(text.charAt(i)).append(text.charAt(i + 1));
            return 1;
        }
        to.append("\\u").append(Integer.toHexString(text.charAt(i)));
        return 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static void control(char c, StringBuilder to) {
        switch (c) {
            case '\b' -> to.append("\\b");
            case '\f' -> to.append("\\f");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> to.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
