package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands on groups of hosts. */
@Command(
        name = "group",
        description = "Groups of hosts. A group comes to be with its first host.",
        synopsisSubcommandLabel = "COMMAND")
final class HostGroupGroup extends Group {}
