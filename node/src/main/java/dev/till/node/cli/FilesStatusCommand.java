package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows folders. */
@Command(
        name = "status",
        description = {"Show how folders stand."},
        footer = {
            "",
            "Examples:",
            "  till files status",
            "  till files status notes --json",
            "",
            "--json prints"
                    + " {\"folder\",\"root\",\"mode\",\"state\",\"last_round\",\"conflicts\",\"waiting\",\"trouble\"};"
                    + " without NAME an array."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "3:no such folder", "4:the node is not running"})
final class FilesStatusCommand extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The folder; without a name, every one.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(name, "asking", () -> Connection.request("files-status"), result -> show(session, result));
    }

    static int show(Session session, String result) {
        var folder = JsonMembers.parse(result);
        session.print(folder.text("folder") + "  " + folder.text("mode") + "  " + folder.text("state") + "  "
                + folder.text("root") + "  "
                + folder.optionalText("last_round")
                        .map(at -> "last round " + at)
                        .orElse("no round yet"));
        long conflicts = folder.number("conflicts", 0);
        long waiting = folder.number("waiting", 0);
        if (conflicts > 0 || waiting > 0) {
            session.print("  " + conflicts + " in conflict, " + waiting + " to be tried again");
        }
        folder.optionalText("trouble").ifPresent(trouble -> session.say("trouble: " + trouble));
        return ExitStatus.DONE;
    }
}
