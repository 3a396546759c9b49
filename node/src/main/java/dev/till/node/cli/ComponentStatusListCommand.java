package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists components. */
@Command(
        name = "list",
        description = "List the components of all devices, or of one.",
        footer = {
            "",
            "Examples:",
            "  till component-status list",
            "  till component-status list --device m4 --json",
            "",
            "--json prints an array of {\"name\",\"device\",\"device_id\",\"status\",\"reported_status\",\"version\",",
            "\"reported\",\"ttl\",\"metrics\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "3:no such device", "4:the node is not running"})
final class ComponentStatusListCommand extends Verb {
    @Option(names = "--device", paramLabel = "D", description = "Only those of this device, by name or id.")
    private String device;

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("components");
        if (device != null) {
            request.text("device", device);
        }
        if (session.json()) {
            var array = new JsonArray(session.out());
            session.call(request, array::add);
            array.end();
        } else {
            var table = new Table("NAME", "DEVICE", "STATUS", "VERSION", "REPORTED");
            session.call(request, item -> {
                var component = JsonMembers.parse(item);
                table.add(
                        component.text("name"),
                        component.text("device"),
                        component.text("status"),
                        component.text("version"),
                        component.text("reported"));
            });
            table.print(session);
        }
        return ExitStatus.DONE;
    }
}
