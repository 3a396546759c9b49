package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts a device out of the fleet. */
@Command(
        name = "revoke",
        description = {
            "Put a device out of the fleet for ever.",
            "Its key is refused by every device that learns of " + "it, and its open connections are closed.",
            "What it wrote before stays. To let the machine back in, it needs a new home."
        },
        footer = {"", "Examples:", "  till device revoke old-laptop"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:revoked",
            "3:no such device",
            "4:the node is not running",
            "5:this device may not put others out",
            "6:several devices have this name: give the id"
        })
final class DeviceRevokeCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name or id of the device.")
    private String device;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("revoke").text("device", device));
        if (session.json()) {
            session.print(result);
        } else {
            var revoked = JsonMembers.parse(result);
            session.print("revoked " + revoked.text("name") + " " + revoked.text("device"));
        }
        return ExitStatus.DONE;
    }
}
