package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a component to do something. */
@Command(
        name = "send",
        description = "Ask a component to do something; it waits until the component takes it.",
        footer = {
            "",
            "Examples:",
            "  till component-command send printer restart",
            "  till component-command send printer print --device pi --arguments '{\"pages\":[1,2]}'",
            "",
            "--json prints {\"id\",\"device\",\"component\",\"action\",\"arguments\",\"report_back\",\"state\",\"output\",\"why\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it waits for the component",
            "2:an invalid name or arguments",
            "3:no such device",
            "4:the node is not running"
        })
final class ComponentCommandSendCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The component.")
    private String name;

    @Parameters(index = "1", paramLabel = "ACTION", description = "What to do, in a word that it understands.")
    private String action;

    @Option(names = "--device", paramLabel = "D", description = "Where it runs; here by default.")
    private String device;

    @Option(names = "--arguments", paramLabel = "JSON", description = "What it needs to know, as JSON.")
    private String arguments;

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("command-send").text("component", name).text("action", action);
        if (device != null) {
            request.text("device", device);
        }
        if (arguments != null) {
            if (!JsonMembers.isJson(arguments)) {
                throw new IllegalArgumentException("--arguments: '" + arguments + "' (expected: JSON)");
            }
            request.raw("arguments", arguments.replace('\n', ' ').replace('\r', ' '));
        }
        var result = session.call(request);
        session.print(session.json() ? result : JsonMembers.parse(result).text("id"));
        return ExitStatus.DONE;
    }
}
