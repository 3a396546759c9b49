package dev.till.protocol.company;

import dev.till.protocol.id.FieldName;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A text with YAML front matter: {@code ---}, fields, {@code ---}, body.
 *
 * <p>What till writes has one line a field and JSON for values, which is YAML too; that much is read here, verbatim. Any other
 * front matter goes through the YAML library.
 */
record FrontMatter(SortedMap<String, Value> fields, String body) {
    private static final Pattern START = Pattern.compile("\\A\ufeff?---[ \\t]*\\r?\\n");
    private static final Pattern END =
            Pattern.compile("^---[ \\t]*(\\r?\\n|\\z)", Pattern.MULTILINE | Pattern.UNIX_LINES);
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern LINE =
            Pattern.compile("(" + PLAIN_NAME + "|\"(?:[^\"\\\\]|\\\\.){0,4096}+\"): (.*)", Pattern.DOTALL);

    FrontMatter {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    static FrontMatter parse(String text) {
        var start = START.matcher(text);
        if (!start.find()) {
            throw new IllegalArgumentException("front matter: none (expected: a first line of ---)");
        }
        var end = END.matcher(text);
        if (!end.find(start.end())) {
            throw new IllegalArgumentException("front matter: no end (expected: a second line of ---)");
        }
        var yaml = text.substring(start.end(), end.start());
        var fields = asWritten(yaml).orElseGet(() -> YamlFields.read(yaml));
        fields.keySet().forEach(FieldName::new);
        return new FrontMatter(fields, withoutOuterLineBreaks(text.substring(end.end())));
    }

    String write() {
        var text = new StringBuilder("---\n");
        fields.forEach((name, value) -> text.append(PLAIN_NAME.matcher(name).matches() ? name : JsonText.quoted(name))
                .append(": ")
                .append(value.json())
                .append('\n'));
        text.append("---\n");
        if (!body.isEmpty()) {
            text.append('\n').append(body).append('\n');
        }
        return text.toString();
    }

    /** The fields, when every line is a name and JSON, as till writes them. */
    private static Optional<SortedMap<String, Value>> asWritten(String yaml) {
        var fields = new TreeMap<String, Value>();
        if (yaml.isEmpty()) {
            return Optional.of(fields);
        }
        for (String line : yaml.substring(0, yaml.length() - 1).split("\n", -1)) {
            var match = LINE.matcher(line);
            if (!match.matches()
                    || !JsonText.isJson(match.group(2))
                    || isTwice(match.group(1), match.group(2), fields)) {
                return Optional.empty();
            }
        }
        return Optional.of(fields);
    }

    private static boolean isTwice(String name, String json, SortedMap<String, Value> fields) {
        var plain =
                name.startsWith("\"") ? JsonText.content(JsonText.parse(name)).orElseThrow() : name;
        return fields.put(plain, JsonText.parse(json)) != null;
    }

    /** One blank line before the body and the end of its last line belong to the form. */
    private static String withoutOuterLineBreaks(String rest) {
        var body = rest.replaceFirst("\\A\\r?\\n", "");
        return body.replaceFirst("\\r?\\n\\z", "");
    }
}
