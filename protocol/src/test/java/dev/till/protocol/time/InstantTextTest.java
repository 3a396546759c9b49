package dev.till.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstantTextTest {

    @Test
    void everyInstant_isWrittenAndReadAsTheLibraryDoes() {
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            long second = random.nextBoolean()
                    ? random.nextLong(-10_000_000_000L, 10_000_000_000L)
                    : random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
            long[] grains = {1_000_000_000, 1_000_000, 1_000, 1};
            long grain = grains[random.nextInt(grains.length)];
            var instant = Instant.ofEpochSecond(second, (random.nextInt(1_000_000_000) / grain) * grain);

            assertThat(InstantText.write(instant)).as("seed %d", seed).isEqualTo(instant.toString());
            assertThat(InstantText.parse(instant.toString()))
                    .as("seed %d", seed)
                    .isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "2026-01-02", "2026-01-02T03:04:05", "2026-13-02T03:04:05Z", "2026-01-02T25:00:00Z"})
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
