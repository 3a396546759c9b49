package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes part no more. */
@Command(
        name = "remove",
        description = {
            "Take part in a folder no more, on this device.",
            "All its files stay, here and on the other devices."
        },
        footer = {"", "Examples:", "  till files remove notes"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:removed", "3:no such folder", "4:the node is not running"})
final class FilesRemoveCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The folder.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("files-remove").text("folder", name));
        if (session.json()) {
            session.print(result);
        } else {
            var folder = JsonMembers.parse(result);
            session.say("removed " + folder.text("folder") + "; its files stay in " + folder.text("root"));
        }
        return ExitStatus.DONE;
    }
}
