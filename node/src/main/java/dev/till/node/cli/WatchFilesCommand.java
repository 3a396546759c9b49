package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Follows changes of all folders. */
@Command(
        name = "watch-files",
        description = {"Follow changes of all folders from now on.", "The older word for till files watch."},
        footer = {"", "Examples:", "  till watch-files"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:followed from now on", "4:the node is not running"})
final class WatchFilesCommand extends Verb {
    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(null, "asking", () -> Connection.request("files-watch"), FilesOutput.standing(session));
    }
}
