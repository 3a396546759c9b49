package dev.till.node.cli;

import picocli.CommandLine.Command;

/** What components are asked to do. */
@Command(
        name = "component-command",
        description = {
            "What components are asked to do, on any device of the fleet.",
            "A component takes its commands with next, in the order they were asked, and says what came of each with done or fail."
        },
        synopsisSubcommandLabel = "COMMAND")
final class ComponentCommandGroup extends Group {}
