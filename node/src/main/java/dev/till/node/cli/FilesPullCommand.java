package dev.till.node.cli;

import picocli.CommandLine.Command;

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
final class FilesPullCommand extends FolderMove {
    FilesPullCommand() {
        super(false);
    }
}
