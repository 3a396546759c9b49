package dev.till.protocol.time;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Instants as text: reads and writes what {@link Instant#parse} and {@link Instant#toString} do, in a tenth of the time where the
 * year is a usual one.
 */
public final class InstantText {
    /** Seconds since the epoch within which years have four digits and nanoseconds fit into a number. */
    private static final long FIRST = -9_000_000_000L;

    private static final long LAST = 9_000_000_000L;
    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1_000;

    private InstantText() {}

    /** The instant; throws DateTimeException when {@code text} is none. */
    public static Instant parse(String text) {
        try {
            long nanos = IsoText.parse(text);
            return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.parse(text);
        }
    }

    /** ISO-8601 in UTC, with none, three, six or nine digits of fraction. */
    public static String write(Instant instant) {
        long second = instant.getEpochSecond();
        int nanos = instant.getNano();
        if (second < FIRST || second > LAST) {
            return instant.toString();
        }
        return IsoText.write(second, nanos, nanos == 0 ? 0 : nanos % MILLI == 0 ? 3 : nanos % MICRO == 0 ? 6 : 9);
    }
}
