package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Sends one path. */
@Command(
        name = "push",
        description = "Tell the others what is at PATH and below it, and nothing else.",
        footer = {"", "Examples:", "  till files push notes plans/may.md"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "2:an invalid path, or one that is left out",
            "3:no such folder or path",
            "4:the node is not running",
            "7:not all could be done now"
        })
final class FilesPushCommand extends FolderMove {
    FilesPushCommand() {
        super(true);
    }
}
