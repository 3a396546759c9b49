package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Plans and applies folders of logs. */
@Command(
        name = "logs",
        description = {
            "Send and receive what was appended to logs.",
            "The older word for till files plan and, with --apply, till files apply."
        },
        footer = {
            "",
            "Examples:",
            "  till logs",
            "  till logs --apply",
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
final class LogsCommand extends OlderWord {
    LogsCommand() {
        super("append");
    }
}
