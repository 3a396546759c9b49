package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows changes no more. */
@Command(
        name = "pause",
        description = {"Do nothing with a folder by itself from now on; apply still works."},
        footer = {"", "Examples:", "  till files pause notes"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:paused", "3:no such folder", "4:the node is not running"})
final class FilesPauseCommand extends Verb {
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
                        () -> Connection.request("files-pause"),
                        result -> FilesStatusCommand.show(session, result));
    }
}
