package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows changes. */
@Command(
        name = "watch",
        description = {
            "Follow changes of a folder as they happen, here and elsewhere, from now on.",
            "It goes on when the node is started again, until: till files pause NAME"
        },
        footer = {"", "Examples:", "  till files watch notes"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:followed from now on", "3:no such folder", "4:the node is not running"})
final class FilesWatchCommand extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The folder; without a name, every one.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(
                        name,
                        "asking",
                        () -> Connection.request("files-watch"),
                        result -> FilesStatusCommand.show(session, result));
    }
}
