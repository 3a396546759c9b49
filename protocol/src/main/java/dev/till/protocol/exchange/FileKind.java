package dev.till.protocol.exchange;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file to import is, told by its content, never by its name. */
public enum FileKind {
    /** A log of separated text. */
    USV,
    /** A {@code hosts-local.json}. */
    HOSTS_LOCAL,
    /** One JSON object a line, each an update. */
    JSON_LINES,
    /** Markdown with front matter. */
    INDEX_MD,
    /** Nothing at all, which is any kind without entries. */
    EMPTY,
    /** None of these. */
    UNKNOWN;

    /** So many bytes of the start of a file tell its kind. */
    public static final int START_BYTES = 1 << 16;

    private static final Pattern FRONT_MATTER = Pattern.compile("\\A\ufeff?---[ \\t]*\\r?\\n");
    private static final Set<String> DOCUMENT_MEMBERS = Set.of("hosts", "local_hostname");

    /** The kind of the file that starts with {@code start}: the whole file or its first {@link #START_BYTES}. */
    public static FileKind of(byte[] start) {
        if (start.length == 0) {
            return EMPTY;
        }
        for (byte b : start) {
            if (b == 0x1E || b == 0x1F) {
                return USV;
            }
        }
        var text = new String(start, StandardCharsets.UTF_8);
        if (FRONT_MATTER.matcher(text).find()) {
            return INDEX_MD;
        }
        var names = memberNames(text);
        if (names.contains("entity") && names.contains("field")) {
            return JSON_LINES;
        }
        return names.stream().anyMatch(DOCUMENT_MEMBERS::contains) ? HOSTS_LOCAL : UNKNOWN;
    }

    /**
     * The names of the members of the object at the start, as far as the text goes. It may end anywhere, so this only tracks
     * strings and nesting; names with escapes are none of those looked for.
     */
    private static Set<String> memberNames(String text) {
        var names = new HashSet<String>();
        if (!text.replaceFirst("\\A[\ufeff \\t\\r\\n]+", "").startsWith("{")) {
            return names;
        }
        int depth = 0;
        String lastString = "";
        for (int i = text.indexOf('{'); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                int end = endOfString(text, i);
                lastString = text.substring(i + 1, end);
                i = end;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ':' && depth == 1) {
                names.add(lastString);
            }
            if (depth == 0) {
                return names;
            }
        }
        return names;
    }

    private static int endOfString(String text, int start) {
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length());
    }
}
