package dev.till.node.cli;

import picocli.CommandLine.Command;

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
final class FilesWatchCommand extends FolderQuestion {
    FilesWatchCommand() {
        super("files-watch", "asking");
    }

    @Override
    FilesCall.Show show(Session session) {
        return FilesOutput.standing(session);
    }
}
