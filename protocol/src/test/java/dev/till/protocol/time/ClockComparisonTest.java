package dev.till.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClockComparisonTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "nobody in reach                       |                     | false | -",
                "one that agrees                       | 0                   | true  | -",
                "one that agrees just so               | 60                  | true  | -",
                "one that differs: either may be wrong | 61                  | false | 61",
                "one of two differs                    | 0 90                | false | 90",
                "one of three differs: it is wrong     | 0 0 90              | true  | -",
                "two of three differ: we are wrong     | 0 90 100            | false | 100",
                "all differ, and not alike             | -99999 70 80        | false | 70",
                "we are behind                         | -99999 -99998       | false | -99998"
            })
    void othersVouchForUs_orDoubtUs(String situation, String ahead, boolean vouched, Long doubt) {
        var clocks = comparison(ahead);

        assertThat(clocks.isVouchedFor(BOUND)).as(situation).isEqualTo(vouched);
        assertThat(clocks.doubt(BOUND).map(Duration::toSeconds).orElse(null))
                .as(situation)
                .isEqualTo(doubt);
    }

    @Test
    void neverVouchedForAndInDoubtAtOnce() {
        for (int wrong = 0; wrong <= 4; wrong++) {
            for (int right = 0; right <= 4; right++) {
                var clocks = comparison("99 ".repeat(wrong) + "1 ".repeat(right));

                assertThat(clocks.isVouchedFor(BOUND) && clocks.doubt(BOUND).isPresent())
                        .as("%s wrong, %s right", wrong, right)
                        .isFalse();
                assertThat(clocks.differing(BOUND)).hasSize(wrong);
            }
        }
    }

    private static ClockComparison comparison(String ahead) {
        var all = new TreeMap<DeviceId, Duration>();
        List<String> words = ahead == null
                ? List.of()
                : Stream.of(ahead.split(" ", -1))
                        .filter(word -> !word.isBlank())
                        .toList();
        for (String word : words) {
            all.put(new DeviceId(all.size(), 0, 0), Duration.ofSeconds(Long.parseLong(word)));
        }
        return new ClockComparison(all);
    }
}
