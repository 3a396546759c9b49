package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.id.Shown;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows what happens on hosts, as it comes or gathered, and who is still being waited for. */
final class HostRun {
    /** The node keeps to the time limit of each host; this is how much later we give up on the node. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final int NAMED = 3;

    /** Of a message, parts of which may be a host's own words. */
    private static final int LONGEST = 4000;

    private final Session session;
    private final boolean dry;
    private final Gathered gathered;
    private final Progress progress;
    private final Set<String> awaited = new LinkedHashSet<>();

    HostRun(Session session, boolean gather, boolean dry) {
        this.session = session;
        this.dry = dry;
        gathered = gather && !session.json() ? new Gathered() : null;
        progress = new Progress(session.terminal());
    }

    /** Sends the request and shows its events; answers the exit status. */
    int follow(JsonWriter request, Duration patience) throws IOException, Refusal {
        var waiting = new Waiting(patience.plus(GRACE), session.terminal().live() ? this::tick : null);
        String summary;
        try (var connection = Connection.open(session.home(), waiting)) {
            summary = connection.call(request, this::take);
        } finally {
            progress.end();
        }
        if (gathered != null) {
            gathered.print(session);
        }
        return summarise(JsonMembers.parse(summary));
    }

    private void take(String json) {
        if (session.json()) {
            session.print(json);
            session.out().flush();
            return;
        }
        var event = JsonMembers.parse(json);
        switch (event.text("event")) {
            case "hosts" -> begin(event);
            case "output" -> output(event);
            case "step" -> step(event);
            case "end" -> end(event);
            default -> {}
        }
    }

    private void begin(JsonMembers event) {
        for (String host : event.list("hosts")) {
            awaited.add(JsonWriter.plain(host));
        }
        if (dry) {
            awaited.forEach(host -> session.print(host + ": " + event.text("line")));
        }
    }

    private void output(JsonMembers event) {
        var host = event.text("host");
        if (gathered != null) {
            gathered.add(host, event.text("text"));
            return;
        }
        progress.end();
        boolean error = event.text("stream").equals("stderr");
        for (String line : event.text("text").split("\n", -1)) {
            if (error) {
                session.say(host + ": " + line);
            } else {
                session.print(host + ": " + line);
            }
        }
        session.out().flush();
    }

    /** What is done on a host now, which is news only to who is looking. */
    private void step(JsonMembers event) {
        if (session.terminal().live()) {
            progress.end();
            session.say(event.text("host") + ": " + event.text("step"));
        }
    }

    private void end(JsonMembers event) {
        var host = event.text("host");
        awaited.remove(host);
        if (!event.text("result").equals("done")) {
            progress.end();
            session.say(host + ": " + event.text("result") + ": " + why(event));
        } else if (event.has("message")) {
            progress.end();
            session.print(host + ": " + Shown.of(event.text("message"), LONGEST));
            session.out().flush();
        }
        if (gathered != null) {
            gathered.end(host);
        }
    }

    private static String why(JsonMembers event) {
        if (event.has("exit")) {
            return "exit status " + event.number("exit", 0);
        }
        return event.optionalText("signal")
                .map(signal -> "ended by signal " + signal)
                .orElseGet(() -> event.optionalText("message")
                        .map(message -> Shown.of(message, LONGEST))
                        .orElse("for no reason given"));
    }

    private int summarise(JsonMembers counts) {
        long done = counts.number("done", 0);
        long failed = counts.number("failed", 0);
        long unreachable = counts.number("unreachable", 0);
        long skipped = counts.number("skipped", 0);
        long missed = failed + unreachable + skipped;
        if (session.json()) {
            session.print(new JsonWriter()
                    .open('{')
                    .text("event", "summary")
                    .number("done", done)
                    .number("failed", failed)
                    .number("unreachable", unreachable)
                    .number("skipped", skipped)
                    .close('}')
                    .toString());
        } else if (!dry && done + missed > 1) {
            session.say(
                    done + " done, " + failed + " failed, " + unreachable + " unreachable, " + skipped + " skipped");
        }
        if (missed == 0) {
            return ExitStatus.DONE;
        }
        return done == 0 ? ExitStatus.FAILED : ExitStatus.PARTLY_DONE;
    }

    private void tick(Duration time) {
        if (!awaited.isEmpty()) {
            var some = awaited.stream().limit(NAMED).collect(Collectors.joining(", "));
            var others = awaited.size() > NAMED ? " and " + (awaited.size() - NAMED) + " more" : "";
            progress.waiting("waiting for " + some + others, time);
        }
    }
}
