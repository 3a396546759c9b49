package dev.till.protocol.host;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A version of till, {@code 0.1.0} or {@code 0.2.0-SNAPSHOT}, ordered as people read it: numbers as numbers, and what has a word
 * behind its numbers before what has none.
 */
public record TillVersion(String text) implements Comparable<TillVersion> {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){0,3}(-[0-9A-Za-z.-]{1,40})?");

    public TillVersion {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("version: '" + text + "' (expected: such as 0.1.0 or 0.2.0-rc.1)");
        }
    }

    @Override
    public int compareTo(TillVersion other) {
        return Comparator.comparing(TillVersion::numbers, TillVersion::compare)
                .thenComparing(version -> version.word().isEmpty())
                .thenComparing(TillVersion::word)
                .compare(this, other);
    }

    private List<Long> numbers() {
        return Pattern.compile("\\.")
                .splitAsStream(text.split("-", 2)[0])
                .map(Long::valueOf)
                .toList();
    }

    private String word() {
        int dash = text.indexOf('-');
        return dash < 0 ? "" : text.substring(dash + 1);
    }

    /** A number that is not there is 0. */
    private static int compare(List<Long> one, List<Long> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            int order = Long.compare(i < one.size() ? one.get(i) : 0, i < other.size() ? other.get(i) : 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
