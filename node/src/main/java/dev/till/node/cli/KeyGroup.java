package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands on the SSH key. */
@Command(name = "key", description = "The SSH key by which hosts admit till.", synopsisSubcommandLabel = "COMMAND")
final class KeyGroup extends Group {}
