package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a host. */
@Command(
        name = "remove",
        description = {
            "Remove a host, on every device.",
            "A removed host shows under till host list --all for 30 days, and can be added again at any time."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:removed",
            "2:an invalid name",
            "3:no such host",
            "4:the node is not running",
            "7:removed here, but --wait ran out of time"
        })
final class HostRemoveCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the host, in any case.")
    private String name;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("host-remove").text("name", name);
        return HostOutput.changed(session, writing.send(session, request), "removed " + name);
    }
}
