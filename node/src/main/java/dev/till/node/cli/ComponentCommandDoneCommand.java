package dev.till.node.cli;

import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command was done. */
@Command(
        name = "done",
        description = "Say that a command was done. Saying it twice does no harm.",
        footer = {
            "",
            "Examples:",
            "  till component-command done 1767323045000-1f0c8a3e",
            "  make-pages | till component-command done 1767323045000-1f0c8a3e --output -"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:noted",
            "3:no such command here",
            "4:the node is not running",
            "6:it was not taken, or failed"
        })
final class ComponentCommandDoneCommand extends Verb {
    @Parameters(index = "0", paramLabel = "ID", description = "The command, as next showed it.")
    private String id;

    @Option(names = "--output", paramLabel = "TEXT", description = "What there is to say, up to 64 KiB; - for stdin.")
    private String output;

    @Override
    int run(Session session) throws IOException, Refusal {
        return ComponentCommandSettle.settle(session, id, output, null);
    }
}
