package dev.till.protocol.company;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tags of a company: a set of lines, in the order of their UTF-8 bytes. */
record TagList(List<String> tags) {
    private static final Comparator<String> BY_BYTES = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    /** The tags of a field; empty when it is not an array of strings that can each stand on a line. */
    static Optional<TagList> of(Value value) {
        if (!value.json().startsWith("[")) {
            return Optional.empty();
        }
        var tags = new TreeSet<>(BY_BYTES);
        for (String element : JsonMembers.elements(value.json())) {
            var tag = JsonText.content(new Value(element)).filter(TagList::isLine);
            if (tag.isEmpty()) {
                return Optional.empty();
            }
            tags.add(tag.get());
        }
        return Optional.of(sorted(tags));
    }

    /** Reads {@code tags.lst}. */
    static TagList parse(String text) {
        var tags = new TreeSet<>(BY_BYTES);
        for (String line : text.split("\n", -1)) {
            var tag = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
        }
        return sorted(tags);
    }

    String write() {
        return tags.stream().map(tag -> tag + "\n").collect(Collectors.joining());
    }

    Value value() {
        return new Value(tags.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    private static TagList sorted(SortedSet<String> tags) {
        return new TagList(List.copyOf(tags));
    }

    private static boolean isLine(String tag) {
        return !tag.isEmpty()
                && tag.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
