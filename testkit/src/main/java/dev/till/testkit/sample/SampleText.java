package dev.till.testkit.sample;

import java.util.List;
import java.util.Random;

/**
 * A value twice over: as it stands in a log, and as the JSON text that reading it yields.
 *
 * @param inLog the bare text
 * @param json what the register holds
 */
record SampleText(String inLog, String json) {
    private static final List<String> WORDS = List.of(
            "apple",
            "orchard",
            "steel",
            "Müller",
            "日本",
            "café",
            "net",
            "works",
            "of",
            "north",
            "data",
            "🚀",
            "Ångström",
            "co");

    /** A value of any kind that logs hold. */
    static SampleText any(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> text("");
            case 1 -> text(String.valueOf(random.nextInt(100_000)));
            case 2 -> text(random.nextBoolean() ? "true" : "null");
            case 3 -> text("say \"" + words(random, 2) + "\" \\ and\ttab\nline");
            case 4 -> text("[" + words(random, 1) + "] " + words(random, 2));
            case 5 -> list(random);
            case 6 -> object(random);
            case 7 -> text(" " + words(random, 3) + " ");
            default -> text(words(random, 1 + random.nextInt(4)));
        };
    }

    static SampleText text(String text) {
        return new SampleText(text, quoted(text));
    }

    static String words(Random random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    /** A JSON string literal, for text without control characters other than tab and line feed. */
    static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + "\"";
    }

    /** A list as Python writes it, with a separator inside: escaped, so it does no harm. */
    private static SampleText list(Random random) {
        var first = quoted(words(random, 2));
        var second = "\"unit\\u001frecord\\u001e\"";
        return new SampleText("[" + first + ", " + second + "]", "[" + first + "," + second + "]");
    }

    private static SampleText object(Random random) {
        var big = "9007199254740993";
        var latitude = "37." + random.nextInt(10) + "0";
        return new SampleText(
                "{\"lat\": " + latitude + ", \"n\": " + big + ", \"ok\": null}",
                "{\"lat\":" + latitude + ",\"n\":" + big + ",\"ok\":null}");
    }
}
