package dev.till.protocol.schedule;

import dev.till.protocol.id.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Pattern;

/** How often something is done. */
public sealed interface Rhythm {
    int MOST_HOURS = 24 * 366;

    /** The first moment after {@code last} at which it is due; a daily time is that of {@code zone}. */
    Instant after(Instant last, ZoneId zone);

    /** Every so many hours. */
    record Hourly(int hours) implements Rhythm {
        public Hourly {
            if (hours < 1 || hours > MOST_HOURS) {
                throw new IllegalArgumentException("every: " + hours + " hours (expected: 1 to " + MOST_HOURS + ")");
            }
        }

        @Override
        public Instant after(Instant last, ZoneId zone) {
            return last.plus(Duration.ofHours(hours));
        }
    }

    /** Every day at a time. One that a change of clocks leaves out is due when the clocks have changed. */
    record Daily(LocalTime at) implements Rhythm {
        private static final Pattern FORM = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

        /** {@code HH:MM}. */
        public static Daily parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "daily-at: '" + Shown.of(text) + "' (expected: HH:MM, from 00:00 to 23:59)");
            }
            return new Daily(LocalTime.parse(text));
        }

        @Override
        public Instant after(Instant last, ZoneId zone) {
            var day = last.atZone(zone).toLocalDate();
            var today = day.atTime(at).atZone(zone).toInstant();
            return today.isAfter(last)
                    ? today
                    : day.plusDays(1).atTime(at).atZone(zone).toInstant();
        }

        @Override
        public String toString() {
            return at.toString();
        }
    }
}
