package dev.till.node.cli;

import picocli.CommandLine.Command;

/** What is behind a fleet, and what a hub does. */
@Command(
        name = "hub",
        description = {
            "Keep what the fleet knows in an S3 store, and get it back from there: status, push, consolidate, restore, verify, forget.",
            "Run a hub on GitHub, a repository where sites register and find a menu: keygen, sign, collect. Any machine with the "
                    + "role member and a token that may write to the repository can do that."
        },
        synopsisSubcommandLabel = "COMMAND")
final class HubGroup extends Group {}
