package dev.till.protocol.time;

import dev.till.protocol.id.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A hybrid logical timestamp: nanoseconds since the Unix epoch, where a tick that finds no newer physical time takes
 * the next free nanosecond.
 *
 * <p>This is the compact form of the hybrid logical clock (Kulkarni, Demirbas, Madappa, Avva, Leone: Logical Physical
 * Clocks, 2014, section 6.2): the logical part lives in digits that physical clocks do not fill, so one number orders
 * and the text form is a plain ISO-8601 instant, which other systems can read and write.
 *
 * @param nanos nanoseconds since 1970-01-01T00:00:00Z; reaches from 1677 to 2262
 */
public record HybridTimestamp(long nanos) implements Comparable<HybridTimestamp> {

    /** The timestamp of an instant; throws IllegalArgumentException outside 1677 to 2262. */
    public static HybridTimestamp of(Instant instant) {
        try {
            return new HybridTimestamp(IsoText.nanos(instant.getEpochSecond(), instant.getNano()));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("timestamp: '" + instant + "' (expected: years 1677 to 2262)", e);
        }
    }

    /** Reads an ISO-8601 date-time with any offset, to the nanosecond; digits beyond that are cut off. */
    public static HybridTimestamp parse(String text) {
        try {
            return new HybridTimestamp(IsoText.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "timestamp: '" + Shown.of(text)
                            + "' (expected: ISO-8601 with offset, such as 2026-01-02T03:04:05.678Z)",
                    e);
        }
    }

    /** This timestamp as an instant. */
    public Instant instant() {
        return Instant.EPOCH.plus(nanos, ChronoUnit.NANOS);
    }

    /** The smallest timestamp after this one. */
    public HybridTimestamp successor() {
        return new HybridTimestamp(Math.addExact(nanos, 1));
    }

    @Override
    public int compareTo(HybridTimestamp other) {
        return Long.compare(nanos, other.nanos);
    }

    /** ISO-8601 in UTC with nine digits of fraction. */
    @Override
    public String toString() {
        return IsoText.write(nanos);
    }
}
