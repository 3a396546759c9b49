package dev.till.node.cli;

import picocli.CommandLine.Command;

/** What a hub does. */
@Command(
        name = "hub",
        description = {
            "Run a hub: a repository on GitHub where sites register and find a menu.",
            "Any machine with the role member and a token that may write to the repository can do it."
        },
        synopsisSubcommandLabel = "COMMAND")
final class HubGroup extends Group {}
