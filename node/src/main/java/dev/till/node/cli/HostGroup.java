package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands on hosts. */
@Command(
        name = "host",
        description = {
            "The hosts of the fleet's people: who can be reached where.",
            "Every device has the same list. Names match without regard to case."
        },
        synopsisSubcommandLabel = "COMMAND")
final class HostGroup extends Group {}
