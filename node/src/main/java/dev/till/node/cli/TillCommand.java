package dev.till.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code till} itself: what stands before the verb. */
@Command(
        name = "till",
        description = {
            "One node per machine: devices of a fleet find each other and share one set of registers.",
            "",
            "A register is a field of an entity, such as the field user of hosts/m2. What is set on one device",
            "arrives on all others, also on those that are away and come back."
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  till up                          run the node of this machine",
            "  till set hosts/m2 user alice     set a register",
            "  till get hosts/m2 user           read it, here or on any other device",
            "  till device invite               let another machine join",
            "",
            "till COMMAND --help tells more of each."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:bad usage",
            "3:no such thing",
            "4:the node is not running",
            "5:not permitted",
            "6:conflict",
            "7:timed out or only partly done"
        })
final class TillCommand implements Callable<Integer> {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    boolean version() {
        return version;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
