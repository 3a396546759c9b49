package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands on the devices of the fleet. */
@Command(
        name = "device",
        description = "Let machines into the fleet, list them, put them out.",
        synopsisSubcommandLabel = "COMMAND")
final class DeviceGroup extends Group {}
