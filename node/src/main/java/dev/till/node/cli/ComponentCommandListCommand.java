package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists commands. */
@Command(
        name = "list",
        description = "List commands to components and what came of them, the oldest first.",
        footer = {
            "",
            "Examples:",
            "  till component-command list --device pi",
            "",
            "--json prints an array of {\"id\",\"device\",\"component\",\"action\",\"arguments\",\"report_back\",",
            "\"state\",\"output\",\"why\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "3:no such device", "4:the node is not running"})
final class ComponentCommandListCommand extends Verb {
    @Option(names = "--device", paramLabel = "D", description = "Only those for this device, by name or id.")
    private String device;

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("commands");
        if (device != null) {
            request.text("device", device);
        }
        if (session.json()) {
            var array = new JsonArray(session.out());
            session.call(request, array::add);
            array.end();
        } else {
            var table = new Table("ID", "DEVICE", "COMPONENT", "ACTION", "STATE", "WHY");
            session.call(request, item -> {
                var command = JsonMembers.parse(item);
                table.add(
                        command.text("id"),
                        command.text("device"),
                        command.text("component"),
                        command.text("action"),
                        command.text("state"),
                        command.text("why"));
            });
            table.print(session);
        }
        return ExitStatus.DONE;
    }
}
