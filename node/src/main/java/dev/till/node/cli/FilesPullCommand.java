package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes one path. */
@Command(
        name = "pull",
        description = "Take what the others have at PATH and below it, and nothing else.",
        footer = {"", "Examples:", "  till files pull notes plans/may.md"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "2:an invalid path, or one that is left out",
            "3:no such folder or path",
            "4:the node is not running",
            "7:not all could be done now"
        })
final class FilesPullCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The folder.")
    private String name;

    @Parameters(index = "1", paramLabel = "PATH", description = "Below the root of the folder.")
    private String path;

    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(
                        name,
                        "comparing",
                        () -> Connection.request("files-move")
                                .text("path", path)
                                .flag("push", false),
                        result -> FilesOutput.applied(session, result));
    }
}
