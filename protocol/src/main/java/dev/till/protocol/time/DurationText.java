package dev.till.protocol.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** How people write durations: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 30d}, or ISO-8601. */
public final class DurationText {

    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

    private DurationText() {}

    /** The duration that {@code text} writes down; throws IllegalArgumentException on anything else or below zero. */
    public static Duration parse(String text) {
        var simple = SIMPLE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (simple.matches()) {
            return of(Long.parseLong(simple.group(1)), simple.group(2));
        }
        try {
            var duration = Duration.parse(text.strip());
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw invalid(text, e);
        }
        throw invalid(text, null);
    }

    /** The shortest of the simple forms that says exactly {@code duration}, else ISO-8601. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (!Duration.ofMillis(millis).equals(duration)) {
            return duration.toString();
        }
        if (millis == 0) {
            return "0s";
        }
        String[] units = {"d", "h", "m", "s", "ms"};
        long[] sizes = {86_400_000, 3_600_000, 60_000, 1_000, 1};
        for (int i = 0; i < units.length; i++) {
            if (millis % sizes[i] == 0) {
                return millis / sizes[i] + units[i];
            }
        }
        throw new IllegalStateException("every number of milliseconds is a multiple of one");
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static IllegalArgumentException invalid(String text, Throwable cause) {
        return new IllegalArgumentException(
                "duration: '" + text + "' (expected: a number and ms, s, m, h or d, such as 30s)", cause);
    }
}
