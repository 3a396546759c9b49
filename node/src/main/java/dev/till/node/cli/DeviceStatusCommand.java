package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows this machine as a device. */
@Command(
        name = "status",
        description = "Show this machine as a device: its name, id, fleet, and whether it may let others in.",
        footer = {"", "--json prints {\"name\",\"device\",\"fleet\",\"admin\",\"revoked\",\"devices\"}."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "4:the node is not running"})
final class DeviceStatusCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("device"));
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var device = JsonMembers.parse(result);
        session.print("name     " + device.text("name"));
        session.print("device   " + device.text("device"));
        session.print("fleet    " + device.text("fleet") + ", " + device.number("devices", 1) + " devices");
        var standing = device.flag("revoked")
                ? "revoked"
                : device.flag("admin") ? "admin: may let others in and put them out" : "member";
        session.print("standing " + standing);
        return ExitStatus.DONE;
    }
}
