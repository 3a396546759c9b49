package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Collects what sites say. */
@Command(
        name = "collect",
        description = {
            "Read all registrations in the repository of a hub and the gists they name, and write the summary back to status.json.",
            "Only a gist of whoever registered counts. A site that cannot be read costs its own row, with the reason."
        },
        footer = {
            "",
            "Examples:",
            "  till hub collect --hub ada/fleet-hub",
            "",
            "--json prints the summary: {\"hub\",\"updated\",\"sites_total\",\"active_24h\",\"active_7d\",\"platforms\",",
            "\"versions\",\"roles\",\"components\",\"sites\",\"malformed\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:collected and written",
            "1:GitHub refused",
            "2:no repository",
            "4:the node is not running",
            "5:the role does not collect",
            "7:GitHub cannot be reached now, or the summary waits in the outbox"
        })
final class HubCollectCommand extends Verb {
    @Option(names = "--hub", required = true, paramLabel = "OWNER/REPO", description = "The repository of the hub.")
    private String hub;

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(Duration.ofMinutes(30));
        String result;
        try (var connection = session.connect(patience, "reading the sites")) {
            result = connection.call(
                    Connection.request("hub-collect").text("hub", hub).number("timeout_ms", patience.toMillis()));
        }
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var summary = JsonMembers.parse(result);
        session.print(summary.number("sites_total", 0) + " sites, " + summary.number("active_24h", 0)
                + " of them active within a day");
        for (String element : summary.list("malformed")) {
            var bad = JsonMembers.parse(element);
            session.say("issue " + bad.number("issue", 0) + " of " + bad.text("author") + " does not count: "
                    + bad.text("why").replaceAll("\\p{Cntrl}+", " "));
        }
        return ExitStatus.DONE;
    }
}
