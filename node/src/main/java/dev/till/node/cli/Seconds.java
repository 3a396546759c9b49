package dev.till.node.cli;

import java.util.Locale;

/** Spans of time for people and for JSON. */
final class Seconds {
    private Seconds() {}

    /** With three digits after the point, whatever the locale. */
    static String text(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** The two largest units: {@code 3d4h}, {@code 2m5s}. */
    static String span(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        return seconds < 86_400
                ? seconds / 3600 + "h" + seconds % 3600 / 60 + "m"
                : seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
    }
}
