package dev.till.protocol.schedule;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.schedule.Rhythm.Daily;
import dev.till.protocol.schedule.Rhythm.Hourly;
import dev.till.protocol.schedule.Schedule.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A {@code schedule.json}. What it says of other things than {@code sync} is kept as it is.
 *
 * @param schedule empty when there is none, or it is not enabled
 * @param other the other members, as JSON
 */
public record ScheduleDocument(Optional<Schedule> schedule, SortedMap<String, String> other) {
    public static final ScheduleDocument EMPTY = new ScheduleDocument(Optional.empty(), new TreeMap<>());
    private static final String SYNC = "sync";
    private static final int DAY = 24;

    public ScheduleDocument {
        other = Collections.unmodifiableSortedMap(new TreeMap<>(other));
    }

    /** Reads one; throws IllegalArgumentException, saying where, when it is none. */
    public static ScheduleDocument parse(String text) {
        var members = JsonMembers.parse(text.replace('\n', ' ').replace('\r', ' '));
        var other = new TreeMap<String, String>();
        for (String name : members.names()) {
            if (!name.equals(SYNC)) {
                other.put(name, members.raw(name).orElse("null"));
            }
        }
        return new ScheduleDocument(
                members.object(SYNC).filter(sync -> sync.flag("enabled")).map(ScheduleDocument::schedule), other);
    }

    /** The same with another schedule, or none. */
    public ScheduleDocument with(Optional<Schedule> another) {
        return new ScheduleDocument(another, other);
    }

    /** Whether there is nothing to be said. */
    public boolean isEmpty() {
        return schedule.isEmpty() && other.isEmpty();
    }

    /** As it stands in the file. */
    public String write() {
        var json = new JsonWriter(1024).open('{');
        schedule.ifPresent(known -> write(json, known));
        other.forEach(json::raw);
        return json.close('}').toString();
    }

    /** What it says of the schedule, which is there. */
    public String syncMember() {
        var json = new JsonWriter(1024);
        write(json.open('{'), schedule.orElseThrow());
        return JsonMembers.parse(json.close('}').toString()).raw(SYNC).orElseThrow();
    }

    private static Schedule schedule(JsonMembers sync) {
        var history = new ArrayList<Run>();
        sync.list("history").stream().limit(Schedule.KEPT).forEach(run -> history.add(run(JsonMembers.parse(run))));
        return new Schedule(
                rhythm(sync),
                time(sync, "next_run").orElse(Instant.EPOCH),
                time(sync, "last_run"),
                sync.optionalText("last_status").or(() -> sync.optionalText("status")),
                (int) Math.max(0, Math.min(Integer.MAX_VALUE, sync.number("consecutive_failures", 0))),
                history);
    }

    /** Files of the older kind have both, and 24 hours where nobody chose any: a day at that time is the same. */
    private static Rhythm rhythm(JsonMembers sync) {
        long hours = sync.number("interval_hours", DAY);
        var daily = sync.optionalText("daily_at").map(Daily::parse);
        return daily.isPresent() && hours == DAY ? daily.get() : new Hourly((int) Math.min(Integer.MAX_VALUE, hours));
    }

    private static Run run(JsonMembers run) {
        return new Run(
                time(run, "timestamp").orElse(Instant.EPOCH),
                run.optionalText("status").orElse(""),
                Duration.ofSeconds(run.number("duration_seconds", 0)),
                (int) run.number("installations_synced", 0),
                (int) run.number("hosts_synced", 0));
    }

    private static Optional<Instant> time(JsonMembers members, String name) {
        try {
            return members.optionalText(name).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + ": '" + members.text(name) + "' (expected: a time such as 2026-01-02T03:04:05Z)", e);
        }
    }

    private static void write(JsonWriter json, Schedule schedule) {
        json.open(SYNC, '{').flag("enabled", true);
        if (schedule.rhythm() instanceof Hourly hourly) {
            json.number("interval_hours", hourly.hours());
        } else {
            json.text("daily_at", schedule.rhythm().toString());
        }
        json.text("next_run", text(schedule.next()))
                .text("last_run", schedule.last().map(ScheduleDocument::text))
                .text("last_status", schedule.lastStatus())
                .number("consecutive_failures", schedule.failures())
                .open("history", '[');
        write(json, schedule.history());
        json.close(']').close('}');
    }

    private static void write(JsonWriter json, List<Run> history) {
        for (Run run : history) {
            json.open('{')
                    .text("timestamp", text(run.at()))
                    .text("status", run.status())
                    .number("duration_seconds", run.took().toSeconds())
                    .number("installations_synced", run.installations())
                    .number("hosts_synced", run.hosts())
                    .close('}');
        }
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
