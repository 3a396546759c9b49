package dev.till.node.api;

import dev.till.node.message.JobCommand.JobEvent;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshFault;
import dev.till.protocol.json.JsonWriter;
import java.time.Duration;
import java.util.Locale;

/** What happens on hosts, as JSON. */
final class JobJson {
    private JobJson() {}

    static String of(JobEvent event) {
        var json = new JsonWriter(160).open('{');
        if (event instanceof JobEvent.Printed printed) {
            json.text("event", "output")
                    .text("host", printed.host().value())
                    .text("stream", printed.error() ? "stderr" : "stdout")
                    .text("text", printed.text());
            if (printed.open()) {
                json.flag("open", true);
            }
        } else if (event instanceof JobEvent.Ended ended) {
            json.text("event", "end").text("host", ended.host().value());
            outcome(json, ended.outcome());
            json.raw("seconds", seconds(ended.took()));
        } else {
            json.text("event", "begin").text("host", event.host().value());
        }
        return json.close('}').toString();
    }

    /** Which of the four numbers of a summary an outcome counts for. */
    static String result(Outcome outcome) {
        if (outcome instanceof Outcome.Exited exited) {
            return exited.status() == 0 ? "done" : "failed";
        }
        if (outcome instanceof Outcome.Unreached) {
            return "unreachable";
        }
        return outcome instanceof Outcome.Skipped ? "skipped" : "failed";
    }

    /** A step of reaching a host, as JSON names it. */
    static String name(SshFault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Why it did not end well, in words. */
    static String why(Outcome outcome) {
        if (outcome instanceof Outcome.Cut cut) {
            return cut.why();
        }
        if (outcome instanceof Outcome.Skipped skipped) {
            return skipped.why();
        }
        return outcome instanceof Outcome.Signalled signalled ? "ended by signal " + signalled.signal() : "";
    }

    private static void outcome(JsonWriter json, Outcome outcome) {
        json.text("result", result(outcome));
        if (outcome instanceof Outcome.Exited exited) {
            json.number("exit", exited.status());
        } else if (outcome instanceof Outcome.Signalled signalled) {
            json.text("signal", signalled.signal());
        } else if (outcome instanceof Outcome.Cut cut) {
            json.text("message", cut.why());
        } else if (outcome instanceof Outcome.Unreached unreached) {
            json.text("fault", name(unreached.fault()));
            json.text("message", unreached.why());
        } else if (outcome instanceof Outcome.Skipped skipped) {
            json.text("message", skipped.why());
        }
    }

    /** For a number in JSON. */
    static String seconds(Duration took) {
        // A formatter takes as long as all the rest that is said about a host.
        long millis = (took.toNanos() + 500_000) / 1_000_000;
        return millis / 1000 + "." + Long.toString(1000 + millis % 1000).substring(1);
    }
}
