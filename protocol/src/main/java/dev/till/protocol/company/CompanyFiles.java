package dev.till.protocol.company;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Value;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The two files of one company.
 *
 * <p>{@code _index.md} is front matter, one line a field, and then the field {@code description} as text. {@code tags.lst} is
 * the truth for the field {@code tags}. What does not fit these forms exactly stands in the front matter, so every set of
 * fields survives the way to files and back.
 *
 * @param index the content of {@code _index.md}
 * @param tags the content of {@code tags.lst}; empty when there is no such file
 */
public record CompanyFiles(String index, Optional<String> tags) {

    public static final String INDEX = "_index.md";
    public static final String TAGS = "tags.lst";

    private static final String DESCRIPTION_FIELD = "description";
    private static final String TAGS_FIELD = "tags";

    public CompanyFiles {
        requireNonNull(index, "index");
        requireNonNull(tags, "tags");
    }

    /** The files for a company's fields. */
    public static CompanyFiles of(SortedMap<String, Value> fields) {
        var rest = new TreeMap<>(fields);
        var body = Optional.ofNullable(rest.get(DESCRIPTION_FIELD)).flatMap(CompanyFiles::asBody);
        body.ifPresent(text -> rest.remove(DESCRIPTION_FIELD));
        var tags = Optional.ofNullable(rest.get(TAGS_FIELD)).flatMap(TagList::of);
        if (tags.isPresent() && tags.get().value().equals(rest.get(TAGS_FIELD))) {
            rest.remove(TAGS_FIELD);
        }
        return new CompanyFiles(new FrontMatter(rest, body.orElse("")).write(), tags.map(TagList::write));
    }

    /** The fields these files stand for; throws IllegalArgumentException, naming the file, when one is malformed. */
    public SortedMap<String, Value> fields() {
        var matter = FrontMatter.parse(index);
        var fields = new TreeMap<>(matter.fields());
        if (!matter.body().isBlank()) {
            fields.put(DESCRIPTION_FIELD, JsonText.string(matter.body()));
        }
        tags.map(TagList::parse).ifPresent(list -> {
            boolean saysTheSame = Optional.ofNullable(fields.get(TAGS_FIELD))
                    .flatMap(TagList::of)
                    .filter(list::equals)
                    .isPresent();
            if (!saysTheSame) {
                fields.put(TAGS_FIELD, list.value());
            }
        });
        return fields;
    }

    /** The text of a description, when as plain text it reads back to the very same value. */
    private static Optional<String> asBody(Value description) {
        return JsonText.content(description)
                .filter(text -> !text.isBlank())
                .filter(text -> text.codePoints().allMatch(CompanyFiles::isText))
                .filter(text -> JsonText.quoted(text).equals(description.json()));
    }

    private static boolean isText(int c) {
        return c == '\n' || c == '\t' || !(Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
