package dev.till.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HybridTimestampTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z,                2026-01-02T03:04:05.000000000Z",
        "2026-01-02T03:04:05.123456789+00:00, 2026-01-02T03:04:05.123456789Z",
        "2026-01-02T03:04:05.5+05:30,         2026-01-01T21:34:05.500000000Z",
        "2026-01-02T03:04:05.123456-0800,     2026-01-02T11:04:05.123456000Z",
        "2026-01-02T03:04:05+02,              2026-01-02T01:04:05.000000000Z",
        "2026-01-02T03:04:05+01:02:03,        2026-01-02T02:02:02.000000000Z",
        "2026-01-02T03:04:05.1234567891Z,     2026-01-02T03:04:05.123456789Z",
        "1969-12-31T23:59:59.999999999Z,      1969-12-31T23:59:59.999999999Z",
    })
    void textWithAnyOffset_isTheSameInstantToTheNanosecond(String text, String expected) {
        assertThat(HybridTimestamp.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "2026-01-02", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z", "9999-01-01T00:00:00Z"})
    void otherText_isRefusedByName(String text) {
        assertThatThrownBy(() -> HybridTimestamp.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("timestamp: '");
    }

    @Test
    void everyTimestamp_survivesItsText() {
        for (long nanos : new long[] {0, 1, -1, 1_767_323_045_000_000_001L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            var stamp = new HybridTimestamp(nanos);

            assertThat(HybridTimestamp.parse(stamp.toString())).isEqualTo(stamp);
        }
    }

    @Test
    void everyText_isReadAndWrittenAsTheLibraryDoes() {
        var forms = Stream.of("XXXXX", "XXXX", "XX", "X")
                .map(offset -> new DateTimeFormatterBuilder()
                        .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                        .appendPattern(offset)
                        .toFormatter()
                        .withResolverStyle(ResolverStyle.STRICT))
                .toList();
        var text = new DateTimeFormatterBuilder().appendInstant(9).toFormatter();
        var alphabet = "0123456789-+:.TZ ";
        for (long seed = 0; seed < 10_000; seed++) {
            var random = new Random(seed);
            var instant = Instant.EPOCH.plusNanos(random.nextLong());
            var offset = ZoneOffset.ofTotalSeconds((random.nextInt(129_601) - 64_800) / 900 * 900);
            var form = new StringBuilder(forms.get(random.nextInt(4)).format(instant.atOffset(offset)));
            if (random.nextBoolean()) {
                form.setCharAt(random.nextInt(form.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }

            assertThat(read(form.toString()))
                    .as("seed %d: %s", seed, form)
                    .isEqualTo(readByAny(forms, form.toString()));
            assertThat(HybridTimestamp.of(instant).toString())
                    .as("seed %d", seed)
                    .isEqualTo(text.format(instant));
        }
    }

    private static Optional<Instant> read(String text) {
        try {
            return Optional.of(HybridTimestamp.parse(text).instant());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> readByAny(List<DateTimeFormatter> forms, String text) {
        for (var form : forms) {
            try {
                return Optional.of(
                        HybridTimestamp.of(form.parse(text, Instant::from)).instant());
            } catch (DateTimeException | IllegalArgumentException e) {
                // One of the other forms may fit.
            }
        }
        return Optional.empty();
    }
}
