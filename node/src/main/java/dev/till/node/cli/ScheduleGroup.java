package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands on the schedule. */
@Command(name = "schedule", description = "When this node syncs by itself.", synopsisSubcommandLabel = "COMMAND")
final class ScheduleGroup extends Group {}
