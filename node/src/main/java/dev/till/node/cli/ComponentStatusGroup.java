package dev.till.node.cli;

import picocli.CommandLine.Command;

/** What components say of themselves. */
@Command(
        name = "component-status",
        description = {
            "What the programs of a machine say of themselves; every device of the fleet sees it.",
            "A component that stops reporting is unknown after its time to live."
        },
        synopsisSubcommandLabel = "COMMAND")
final class ComponentStatusGroup extends Group {}
