package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one component. */
@Command(
        name = "get",
        description = "Show what a component says of itself.",
        footer = {
            "",
            "Examples:",
            "  till component-status get printer",
            "  till component-status get printer --device pi --json",
            "",
            "--json prints one object, as component-status list does."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "3:no such component or device", "4:the node is not running"})
final class ComponentStatusGetCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The component.")
    private String name;

    @Option(names = "--device", paramLabel = "D", description = "Where it runs; here by default.")
    private String device;

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("component").text("name", name);
        if (device != null) {
            request.text("device", device);
        }
        var result = session.call(request);
        session.print(session.json() ? result : JsonMembers.parse(result).text("status"));
        return ExitStatus.DONE;
    }
}
