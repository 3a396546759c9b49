package dev.till.testkit.bench;

/** Values that carry when they were sent: JSON of about a hundred bytes. */
final class Stamped {

    private static final String HEAD = "{\"sent\":";
    private static final String PADDING = ",\"padding\":\"" + "x".repeat(64) + "\"}";

    private Stamped() {}

    static String at(long nanos) {
        return HEAD + nanos + PADDING;
    }

    /** When {@code value} was sent, or -1 when it is none of these. */
    static long sent(String value) {
        if (!value.startsWith(HEAD)) {
            return -1;
        }
        return Long.parseLong(value, HEAD.length(), value.indexOf(',', HEAD.length()), 10);
    }
}
