package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a command. */
@Command(
        name = "next",
        description = {
            "Take the oldest command that waits for a component of this device.",
            "No other caller gets it. It is printed as one line of JSON, with --json or without."
        },
        footer = {
            "",
            "Examples:",
            "  till component-command next printer",
            "",
            "Prints {\"id\",\"device\",\"component\",\"action\",\"arguments\",\"report_back\",\"state\",\"output\",\"why\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:taken", "3:none waits", "4:the node is not running"})
final class ComponentCommandNextCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The component.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal {
        session.print(session.call(Connection.request("command-next").text("component", name)));
        return ExitStatus.DONE;
    }
}
