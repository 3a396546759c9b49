package dev.till.node.cli;

import picocli.CommandLine.Command;

/** The menu of a hub. */
@Command(
        name = "menu",
        description = {
            "What the hub of this site offers and asks for.",
            "A menu is run only when it is signed by the key of the hub, which this site keeps from when it first saw it."
        },
        synopsisSubcommandLabel = "COMMAND")
final class MenuGroup extends Group {}
