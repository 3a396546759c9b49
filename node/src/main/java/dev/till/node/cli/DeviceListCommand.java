package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the devices of the fleet. */
@Command(
        name = "list",
        description = "List the devices of the fleet, revoked ones included.",
        footer = {"", "--json prints an array of {\"name\",\"device\",\"admin\",\"enrolled\",\"revoked\",\"self\"}."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed", "4:the node is not running"})
final class DeviceListCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("devices"));
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var table = new Table("NAME", "STANDING", "ENROLLED", "DEVICE");
        for (String json : JsonMembers.elements(result)) {
            var device = JsonMembers.parse(json);
            var standing = device.flag("revoked") ? "revoked" : device.flag("admin") ? "admin" : "member";
            table.add(
                    device.text("name"),
                    standing + (device.flag("self") ? ", this one" : ""),
                    device.text("enrolled"),
                    device.text("device"));
        }
        table.print(session);
        return ExitStatus.DONE;
    }
}
