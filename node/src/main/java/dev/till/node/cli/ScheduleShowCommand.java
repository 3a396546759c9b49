package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows the schedule. */
@Command(
        name = "show",
        description = "Show when this node syncs by itself, and what came of it.",
        footer = {
            "",
            "Examples:",
            "  till schedule show",
            "",
            "--json prints {\"enabled\",\"interval_hours\" or \"daily_at\",\"next_run\",\"last_run\",\"last_status\","
                    + "\"consecutive_failures\",\"history\":[{\"timestamp\",\"status\",\"duration_seconds\","
                    + "\"installations_synced\",\"hosts_synced\"}]}, the newest first; last_status is success or failed."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "1:schedule.json cannot be read", "2:bad usage", "4:the node is not running"})
final class ScheduleShowCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        print(session, session.call(Connection.request("schedule")));
        return ExitStatus.DONE;
    }

    static void print(Session session, String result) {
        if (session.json()) {
            session.print(result);
            return;
        }
        var schedule = JsonMembers.parse(result);
        if (!schedule.flag("enabled")) {
            session.print("no schedule; this node syncs when till sync is run");
            return;
        }
        session.print("syncs "
                + schedule.optionalText("daily_at")
                        .map(at -> "every day at " + at)
                        .orElseGet(() -> "every " + schedule.number("interval_hours", 0) + " hours")
                + ", next at " + schedule.text("next_run"));
        schedule.optionalText("last_run")
                .ifPresent(last -> session.print("last at " + last + ": "
                        + schedule.optionalText("last_status").orElse("?") + ", "
                        + schedule.number("consecutive_failures", 0) + " failures in a row"));
        for (String json : schedule.list("history")) {
            var run = JsonMembers.parse(json);
            session.print("  " + run.text("timestamp") + "  " + run.text("status") + "  "
                    + run.number("duration_seconds", 0) + " s");
        }
    }
}
