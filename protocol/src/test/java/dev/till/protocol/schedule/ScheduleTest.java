package dev.till.protocol.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.schedule.Rhythm.Daily;
import dev.till.protocol.schedule.Rhythm.Hourly;
import dev.till.protocol.schedule.Schedule.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "03:00, 2026-01-02T03:04:05Z, 2026-01-03T02:00:00Z",
        "04:30, 2026-01-02T03:04:05Z, 2026-01-02T03:30:00Z",
        "05:00, 2026-01-02T03:04:05Z, 2026-01-02T04:00:00Z",
        // The night in which 02:30 does not come, and the one in which it comes twice.
        "02:30, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z",
        "02:30, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "02:30, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    })
    void dailyTime_isDueNext(String at, Instant last, Instant next) {
        assertThat(Daily.parse(at).after(last, BERLIN)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25:00", "24:00", "3:00", "03:60", "0300", "", "03:00:00"})
    void timeThatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> Daily.parse(text)).hasMessageStartingWith("daily-at: '");
    }

    @Test
    void missedRuns_areCaughtUpOnce_andFailuresAreCounted() {
        var schedule = Schedule.of(new Hourly(6), NOW, BERLIN, Optional.empty());
        var late = NOW.plus(Duration.ofDays(9));

        var failed = schedule.after(run(late, Schedule.FAILED), late, BERLIN);
        var again = failed.after(run(late, Schedule.FAILED), late, BERLIN);

        assertThat(failed.next()).isEqualTo(late.plus(Duration.ofHours(6)));
        assertThat(again.failures()).isEqualTo(2);
        assertThat(again.after(run(late, Schedule.SUCCESS), late, BERLIN).failures())
                .isZero();
    }

    @Test
    void history_keepsTheNewestTen() {
        var schedule = Schedule.of(new Hourly(1), NOW, BERLIN, Optional.empty());
        for (int i = 0; i < 12; i++) {
            schedule = schedule.after(run(NOW.plusSeconds(i), Schedule.SUCCESS), NOW, BERLIN);
        }

        assertThat(schedule.history()).hasSize(10);
        assertThat(schedule.history().get(0).at()).isEqualTo(NOW.plusSeconds(11));
        assertThat(schedule.history().get(9).at()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void document_isReadAsItWasWritten_andWhatIsNotOursIsKept() {
        var schedule = Schedule.of(Daily.parse("03:00"), NOW, BERLIN, Optional.empty())
                .after(run(NOW, Schedule.SUCCESS), NOW, BERLIN);
        var document = ScheduleDocument.parse("{\"watch\":{\"enabled\":true,\n\"pid\":7},\"more\":[1]}")
                .with(Optional.of(schedule));

        assertThat(ScheduleDocument.parse(document.write())).isEqualTo(document);
        assertThat(document.write()).contains("\"watch\":{\"enabled\":true, \"pid\":7}", "\"daily_at\":\"03:00\"");
        assertThat(ScheduleDocument.EMPTY.with(Optional.empty()).isEmpty()).isTrue();
    }

    @Test
    void documentsOfTheOlderKind_areRead() {
        var document = ScheduleDocument.parse("{\"sync\":{\"enabled\":true,\"interval_hours\":12,\"status\":\"failed\","
                + "\"next_run\":\"2026-01-02T03:04:05Z\",\"consecutive_failures\":3}}");

        assertThat(document.schedule().orElseThrow().rhythm()).isEqualTo(new Hourly(12));
        assertThat(document.schedule().orElseThrow().lastStatus()).contains("failed");
        assertThat(rhythm("\"interval_hours\":24,\"daily_at\":\"03:00\"")).isEqualTo(Daily.parse("03:00"));
        assertThat(rhythm("\"interval_hours\":6,\"daily_at\":\"03:00\"")).isEqualTo(new Hourly(6));
        assertThat(ScheduleDocument.parse("{\"sync\":{\"enabled\":false}}").schedule())
                .isEmpty();
        assertThatThrownBy(() -> ScheduleDocument.parse("{\"sync\":{\"enabled\":true,\"daily_at\":\"25:00\"}}"))
                .hasMessageContaining("25:00");
    }

    @Test
    void scheduleOfAClockThatWasAhead_isDueByTheRightOne() {
        var ahead = Schedule.of(new Hourly(6), NOW.plus(Duration.ofDays(400)), BERLIN, Optional.empty());
        var right = Schedule.of(new Hourly(6), NOW.minusSeconds(60), BERLIN, Optional.empty());

        assertThat(ahead.noLaterThan(NOW, BERLIN).next()).isEqualTo(NOW.plus(Duration.ofHours(6)));
        assertThat(right.noLaterThan(NOW, BERLIN)).isEqualTo(right);
    }

    private static Rhythm rhythm(String members) {
        return ScheduleDocument.parse("{\"sync\":{\"enabled\":true," + members + "}}")
                .schedule()
                .orElseThrow()
                .rhythm();
    }

    private static Run run(Instant at, String status) {
        return new Run(at, status, Duration.ofSeconds(2), 1, 3);
    }
}
