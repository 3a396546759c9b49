package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Plans and applies all folders. */
@Command(
        name = "full",
        description = {
            "Keep all folders and logs in step.",
            "The older word for till files plan and, with --apply, till files apply."
        },
        footer = {
            "",
            "Examples:",
            "  till full",
            "  till full --apply",
            "",
            "--json prints one document a folder, as those commands do."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:shown, or in step",
            "4:the node is not running",
            "6:stopped where something looks like an accident",
            "7:not all could be done now"
        })
final class FullCommand extends OlderWord {
    FullCommand() {
        super("files", "append");
    }
}
