package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands on settings. */
@Command(name = "config", description = "Show the settings of the node.", synopsisSubcommandLabel = "COMMAND")
final class ConfigGroup extends Group {}
