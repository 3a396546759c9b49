package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands about the world outside of the fleet. */
@Command(
        name = "federate",
        description = {
            "What this machine is to the world outside of its fleet: its role, its gist on GitHub, its outbox.",
            "A new machine is solo: no request leaves it."
        },
        synopsisSubcommandLabel = "COMMAND")
final class FederateGroup extends Group {}
