package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Shows what apply would do. */
@Command(
        name = "plan",
        description = {"Show what apply would do, and why. Writes nothing at all."},
        footer = {
            "",
            "Examples:",
            "  till files plan notes",
            "  till files plan notes --json",
            "",
            "--json prints {\"folder\",\"actions\":[{\"path\",\"action\",\"reason\",\"from\"}],\"conflicts\",\"brakes\",\"problems\",\"more\"};",
            "an action is send, send-deletion, receive, delete, adjust or conflict. Without NAME an array of them."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:shown; perhaps there is nothing to do",
            "3:no such folder",
            "4:the node is not running",
            "6:the root is not what was added"
        })
final class FilesPlanCommand extends FolderQuestion {
    FilesPlanCommand() {
        super("files-plan", "comparing");
    }

    @Override
    FilesCall.Show show(Session session) {
        return result -> FilesOutput.plan(session, result);
    }
}
