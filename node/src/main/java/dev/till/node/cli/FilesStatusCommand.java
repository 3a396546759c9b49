package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Shows folders. */
@Command(
        name = "status",
        description = {"Show how folders stand."},
        footer = {
            "",
            "Examples:",
            "  till files status",
            "  till files status notes --json",
            "",
            "--json prints"
                    + " {\"folder\",\"root\",\"mode\",\"prefer\",\"state\",\"last_round\",\"last_scan\",\"conflicts\",\"waiting\",\"trouble\"};"
                    + " without NAME an array."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "3:no such folder", "4:the node is not running"})
final class FilesStatusCommand extends FolderQuestion {
    FilesStatusCommand() {
        super("files-status", "asking");
    }

    @Override
    FilesCall.Show show(Session session) {
        return FilesOutput.standing(session);
    }
}
