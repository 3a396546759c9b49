package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Take hosts out of a group. */
@Command(
        name = "remove",
        description = "Take hosts out of a group.",
        footer = {"", "Examples:", "  till host group remove pis pi-attic pi-cellar"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "2:an invalid name",
            "3:no such host or group",
            "4:the node is not running",
            "7:done here, but --wait ran out of time"
        })
final class HostGroupRemoveCommand extends Verb {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group, in any case.")
    private String group;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "HOST", description = "Names of hosts, in any case.")
    private List<String> hosts;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("host-leave")
                .text("group", new HostName(group).value())
                .open("hosts", '[');
        hosts.forEach(host -> request.text(new HostName(host).value()));
        var result = writing.send(session, request.close(']'));
        return HostOutput.changed(session, result, String.join(", ", hosts) + " taken out of " + group);
    }
}
