package dev.till.node.cli;

import picocli.CommandLine.Command;

/** Commands on folders. */
@Command(
        name = "files",
        description = {
            "Folders that devices keep in step.",
            "A folder has one name on all devices and a root on each. Changes are planned first and made by apply, "
                    + "or followed as they happen once the folder is watched."
        },
        synopsisSubcommandLabel = "COMMAND")
final class FilesGroup extends Group {}
