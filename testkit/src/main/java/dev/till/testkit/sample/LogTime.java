package dev.till.testkit.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;

/** A moment, written with any offset and with as many digits as it has. */
record LogTime(Instant instant) {
    private static final Instant START = Instant.parse("2025-01-10T00:00:00Z");
    private static final int DAYS = 10;
    private static final List<Long> PRECISIONS = List.of(1_000_000_000L, 1_000_000L, 1_000L, 1L);
    private static final List<String> OFFSETS = List.of("Z", "+00:00", "+01:00", "-05:00", "+05:30", "-0800", "+14:00");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    static LogTime any(Random random) {
        long nanos = (long) (random.nextDouble() * DAYS * 86_400_000_000_000.0);
        long precision = PRECISIONS.get(random.nextInt(PRECISIONS.size()));
        return new LogTime(START.plusNanos(nanos / precision * precision));
    }

    /** The UTC day, as logs are named. */
    String day() {
        return DAY.format(instant.atOffset(ZoneOffset.UTC).toLocalDate());
    }

    String write(Random random) {
        var offset = OFFSETS.get(random.nextInt(OFFSETS.size()));
        var local = instant.atOffset(ZoneOffset.of(offset)).toLocalDateTime();
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local) + offset;
    }
}
