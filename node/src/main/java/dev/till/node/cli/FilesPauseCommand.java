package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Follows changes no more. */
@Command(
        name = "pause",
        description = {"Do nothing with a folder by itself from now on; apply still works."},
        footer = {"", "Examples:", "  till files pause notes"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:paused", "3:no such folder", "4:the node is not running"})
final class FilesPauseCommand extends FolderQuestion {
    FilesPauseCommand() {
        super("files-pause", "asking");
    }

    @Override
    FilesCall.Show show(Session session) {
        return FilesOutput.standing(session);
    }
}
