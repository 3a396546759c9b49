package dev.till.protocol.company;

import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.Iterator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads a YAML mapping as fields with JSON values.
 *
 * <p>Nothing is constructed from tags. Bare numbers as JSON writes them stay numbers with their digits; so a postal code
 * {@code 01234}, a date or {@code yes} is text, whatever YAML 1.1 makes of it. Aliases are followed as far as a value may be
 * large and deep.
 */
final class YamlFields {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Set<String> NULL = Set.of("null", "Null", "NULL", "~", "");

    private final StringBuilder json = new StringBuilder();
    private int depth;

    private YamlFields() {}

    static SortedMap<String, Value> read(String yaml) {
        var fields = new TreeMap<String, Value>();
        try {
            var settings = LoadSettings.builder()
                    .setLabel("front matter")
                    .setCodePointLimit(8 * Value.MAX_BYTES)
                    .build();
            var root = new Compose(settings).composeString(yaml).orElse(null);
            if (root instanceof MappingNode mapping) {
                mapping.getValue().forEach(entry -> add(entry, fields));
            } else if (root != null) {
                throw new IllegalArgumentException("front matter: no mapping (expected: name: value)");
            }
            return fields;
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("front matter: " + e.getMessage() + " (expected: YAML)", e);
        }
    }

    private static void add(NodeTuple entry, SortedMap<String, Value> fields) {
        var name = name(entry.getKeyNode());
        var text = new YamlFields();
        text.append(entry.getValueNode());
        try {
            if (fields.put(name, new Value(text.json.toString())) != null) {
                throw new IllegalArgumentException("twice (expected: once)");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static String name(Node key) {
        if (key instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new IllegalArgumentException("front matter: a name that is no text (expected: name: value)");
    }

    private void append(Node node) {
        // A cycle of aliases ends here too.
        if (++depth > Value.MAX_DEPTH || json.length() > 8 * Value.MAX_BYTES) {
            throw new IllegalArgumentException("front matter: a value too deep or too large (expected: less)");
        }
        if (node instanceof ScalarNode scalar) {
            json.append(scalar(scalar));
        } else if (node instanceof SequenceNode sequence) {
            json.append('[');
            for (Iterator<Node> each = sequence.getValue().iterator(); each.hasNext(); ) {
                append(each.next());
                json.append(each.hasNext() ? "," : "");
            }
            json.append(']');
        } else if (node instanceof MappingNode mapping) {
            json.append('{');
            for (Iterator<NodeTuple> each = mapping.getValue().iterator(); each.hasNext(); ) {
                var entry = each.next();
                json.append(JsonText.quoted(name(entry.getKeyNode()))).append(':');
                append(entry.getValueNode());
                json.append(each.hasNext() ? "," : "");
            }
            json.append('}');
        }
        depth--;
    }

    private static String scalar(ScalarNode scalar) {
        var text = scalar.getValue();
        if (scalar.isPlain()) {
            if (NUMBER.matcher(text).matches()) {
                return text;
            }
            if (TRUE.contains(text)) {
                return "true";
            }
            if (FALSE.contains(text)) {
                return "false";
            }
            if (NULL.contains(text)) {
                return "null";
            }
        }
        return JsonText.quoted(text);
    }
}
