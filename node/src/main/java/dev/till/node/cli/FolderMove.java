package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/** A command that brings one path of a folder, and all below it, one way. */
abstract class FolderMove extends Verb {
    private final boolean push;

    @Parameters(index = "0", paramLabel = "NAME", description = "The folder.")
    private String name;

    @Parameters(index = "1", paramLabel = "PATH", description = "Below the root of the folder.")
    private String path;

    FolderMove(boolean push) {
        this.push = push;
    }

    @Override
    final int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(
                        name,
                        "comparing",
                        () -> Connection.request("files-move")
                                .text("path", path)
                                .flag("push", push),
                        new AppliedResult(session));
    }
}
