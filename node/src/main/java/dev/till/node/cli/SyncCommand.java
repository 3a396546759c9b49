package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings everything up to date. */
@Command(
        name = "sync",
        description = {
            "Bring everything up to date in one go, and say of each part how it went.",
            "One part that fails stops no other."
        },
        footer = {
            "",
            "Examples:",
            "  till sync",
            "  till sync --dry-run",
            "",
            "--json prints {\"parts\":[{\"part\",\"result\",\"detail\"}],\"failed\"}; \"result\" is done, skipped, would or failed."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all of it, or what concerns this machine", "4:the node is not running", "7:some of it failed"
        })
final class SyncCommand extends Verb {
    @Option(names = "--dry-run", description = "Send and write nothing, and say what would be done.")
    private boolean dry;

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(Duration.ofMinutes(30));
        var parts = new ArrayList<String>();
        String result;
        try (var connection = session.connect(patience, "bringing everything up to date")) {
            result = connection.call(
                    Connection.request("sync").flag("dry", dry).number("timeout_ms", patience.toMillis()), parts::add);
        }
        long failed = JsonMembers.parse(result).number("failed", 0);
        if (session.json()) {
            var json = new JsonWriter(512).open('{').open("parts", '[');
            parts.forEach(json::raw);
            session.print(json.close(']').number("failed", failed).close('}').toString());
        } else {
            var table = new Table("PART", "RESULT", "DETAIL");
            for (String element : parts) {
                var part = JsonMembers.parse(element);
                table.add(part.text("part"), part.text("result"), part.text("detail"));
            }
            table.print(session);
        }
        return failed == 0 ? ExitStatus.DONE : ExitStatus.PARTLY_DONE;
    }
}
