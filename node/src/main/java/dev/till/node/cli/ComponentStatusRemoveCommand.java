package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a component. */
@Command(
        name = "remove",
        description = "Say that a component of this device is no more.",
        footer = {"", "Examples:", "  till component-status remove printer"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:removed", "3:no such component", "4:the node is not running"})
final class ComponentStatusRemoveCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The component.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("component-remove").text("name", name));
        session.print(session.json() ? result : "removed " + name);
        return ExitStatus.DONE;
    }
}
