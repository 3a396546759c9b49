package dev.till.protocol.id;

/** Makes text from outside safe to stand in a message: control characters escaped, long text cut. */
public final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** A form of {@code text} that neither steers a terminal nor fills a screen. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The same, cut after {@code longest} characters. */
    public static String of(String text, int longest) {
        var safe = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), longest); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                safe.append(String.format("\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return text.length() > longest ? safe.append("…").toString() : safe.toString();
    }
}
