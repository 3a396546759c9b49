package dev.till.protocol.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When the node syncs by itself, and what came of it the last times.
 *
 * @param next when it is due; also in the past, for what was missed while the node was down is caught up once
 * @param failures so many runs in a row failed
 * @param history from the newest to the oldest, at most {@value #KEPT}
 */
public record Schedule(
        Rhythm rhythm,
        Instant next,
        Optional<Instant> last,
        Optional<String> lastStatus,
        int failures,
        List<Run> history) {
    public static final int KEPT = 10;

    /** How runs end. */
    public static final String SUCCESS = "success";

    public static final String FAILED = "failed";

    /**
     * One run.
     *
     * @param installations that were brought in step
     * @param hosts that were
     */
    public record Run(Instant at, String status, Duration took, int installations, int hosts) {}

    public Schedule {
        history = List.copyOf(history);
    }

    /** A new one, which begins to count now; what came of earlier runs stays. */
    public static Schedule of(Rhythm rhythm, Instant now, ZoneId zone, Optional<Schedule> before) {
        return new Schedule(
                rhythm,
                rhythm.after(now, zone),
                before.flatMap(Schedule::last),
                before.flatMap(Schedule::lastStatus),
                before.map(Schedule::failures).orElse(0),
                before.map(Schedule::history).orElse(List.of()));
    }

    /** The same, due no later than by counting from now: it was made when the clock was ahead. */
    public Schedule noLaterThan(Instant now, ZoneId zone) {
        var latest = rhythm.after(now, zone);
        return next.isAfter(latest) ? new Schedule(rhythm, latest, last, lastStatus, failures, history) : this;
    }

    /** After a run: the next is due by when this one ended, however many were missed before. */
    public Schedule after(Run run, Instant now, ZoneId zone) {
        var runs = new ArrayList<Run>();
        runs.add(run);
        runs.addAll(history.subList(0, Math.min(history.size(), KEPT - 1)));
        boolean well = run.status().equals(SUCCESS);
        return new Schedule(
                rhythm,
                rhythm.after(now, zone),
                Optional.of(run.at()),
                Optional.of(run.status()),
                well ? 0 : failures + 1,
                runs);
    }
}
