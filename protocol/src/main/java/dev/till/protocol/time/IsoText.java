package dev.till.protocol.time;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The text form of timestamps: reads ISO-8601 date-times with any offset, writes UTC with nine digits of fraction.
 *
 * <p>By hand, because {@link java.time.format.DateTimeFormatter} takes some ten microseconds for it, which is most of the time that
 * reading a log or printing a change takes.
 */
final class IsoText {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MAX_OFFSET = 18 * 3600;

    private final String text;
    private int at;

    private IsoText(String text) {
        this.text = text;
    }

    /** Nanoseconds since the epoch; throws DateTimeException or ArithmeticException when {@code text} is no such time. */
    static long parse(String text) {
        var reader = new IsoText(text);
        long day = reader.date();
        reader.expect('T');
        long second = Math.addExact(day * SECONDS_PER_DAY, reader.timeOfDay());
        int nanos = reader.fraction();
        return nanos(second - reader.offset(), nanos);
    }

    /** Nanoseconds since the epoch; throws ArithmeticException when they do not fit. */
    static long nanos(long second, int nanos) {
        // Before 1970 seconds round down and the fraction adds up; from the second above, neither step overflows.
        return second < 0
                ? Math.addExact(Math.multiplyExact(second + 1, NANOS_PER_SECOND), nanos - NANOS_PER_SECOND)
                : Math.addExact(Math.multiplyExact(second, NANOS_PER_SECOND), nanos);
    }

    static String write(long nanos) {
        return write(Math.floorDiv(nanos, NANOS_PER_SECOND), (int) Math.floorMod(nanos, NANOS_PER_SECOND), 9);
    }

    /** With so many digits of the fraction, and no point when there are none. The year has four digits. */
    static String write(long second, int nanos, int digits) {
        var date = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_PER_DAY));
        int ofDay = Math.floorMod(second, SECONDS_PER_DAY);
        var to = new StringBuilder(30);
        append(date.getYear(), 4, to).append('-');
        append(date.getMonthValue(), 2, to).append('-');
        append(date.getDayOfMonth(), 2, to).append('T');
        append(ofDay / 3600, 2, to).append(':');
        append(ofDay / 60 % 60, 2, to).append(':');
        append(ofDay % 60, 2, to);
        if (digits > 0) {
            append(nanos, 9, to.append('.')).setLength(to.length() - 9 + digits);
        }
        return to.append('Z').toString();
    }

    private long date() {
        int year = digits(4, 9999);
        expect('-');
        int month = digits(2, 12);
        expect('-');
        return LocalDate.of(year, month, digits(2, 31)).toEpochDay();
    }

    private int timeOfDay() {
        int hour = digits(2, 23);
        expect(':');
        int minute = digits(2, 59);
        return (hour * 60 + minute) * 60 + (skip(':') ? digits(2, 59) : 0);
    }

    /** Digits beyond nanoseconds are cut off. */
    private int fraction() {
        if (!skip('.')) {
            return 0;
        }
        int start = at;
        int nanos = 0;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            nanos = at - start < 9 ? nanos * 10 + text.charAt(at) - '0' : nanos;
        }
        for (int i = at - start; i < 9; i++) {
            nanos *= 10;
        }
        if (at == start) {
            throw fault();
        }
        return nanos;
    }

    /** {@code Z}, or hours with minutes and seconds if need be, colons or not; in seconds. */
    private int offset() {
        int seconds = 0;
        if (!skip('Z')) {
            int sign = skip('-') ? -1 : 1;
            if (sign == 1) {
                expect('+');
            }
            seconds = digits(2, 18) * 3600;
            for (int unit = 60; unit >= 1 && at < text.length(); unit /= 60) {
                skip(':');
                seconds += digits(2, 59) * unit;
            }
            seconds *= sign;
        }
        if (at < text.length() || Math.abs(seconds) > MAX_OFFSET) {
            throw fault();
        }
        return seconds;
    }

    private int digits(int count, int max) {
        int number = 0;
        for (int end = at + count; at < end; at++) {
            if (at >= text.length() || !isDigit(text.charAt(at))) {
                throw fault();
            }
            number = number * 10 + text.charAt(at) - '0';
        }
        if (number > max) {
            throw fault();
        }
        return number;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw fault();
        }
    }

    private boolean skip(char c) {
        boolean found = at < text.length() && (text.charAt(at) == c || text.charAt(at) == Character.toLowerCase(c));
        at += found ? 1 : 0;
        return found;
    }

    private DateTimeException fault() {
        return new DateTimeException("unexpected at " + at);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static StringBuilder append(int number, int width, StringBuilder to) {
        int position = to.length() + width;
        to.setLength(position);
        for (int rest = number, i = position - 1; i >= position - width; i--, rest /= 10) {
            to.setCharAt(i, (char) ('0' + rest % 10));
        }
        return to;
    }
}
