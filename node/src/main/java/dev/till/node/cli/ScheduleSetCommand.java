package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets the schedule. */
@Command(
        name = "set",
        description = {
            "Let this node sync by itself, as till sync does.",
            "What is missed while the node is down is caught up once, when it starts. A daily time is that of this machine."
        },
        footer = {
            "",
            "Examples:",
            "  till schedule set --every 6h",
            "  till schedule set --daily-at 03:00",
            "",
            "--json prints what till schedule show --json prints."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:set", "1:schedule.json cannot be read or written", "2:bad usage", "4:the node is not running"
        })
final class ScheduleSetCommand extends Verb {
    @Option(names = "--every", paramLabel = "HOURS", description = "Every so many whole hours, such as 6h.")
    private Duration every;

    @Option(names = "--daily-at", paramLabel = "HH:MM", description = "Every day at this time.")
    private String daily;

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("schedule-set");
        if (every != null) {
            if (every.toMillis() % Duration.ofHours(1).toMillis() != 0) {
                throw new IllegalArgumentException("every: " + every + " (expected: whole hours, such as 6h)");
            }
            request.number("hours", every.toHours());
        }
        if (daily != null) {
            request.text("daily_at", daily);
        }
        ScheduleShowCommand.print(session, session.call(request));
        return ExitStatus.DONE;
    }
}
