package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A group and the hosts that come into it or go out of it. */
final class GroupMembers {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group, in any case.")
    private String group;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "HOST", description = "Names of hosts, in any case.")
    private List<String> hosts;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    /**
     * Has the node do it and says so.
     *
     * @param operation of the socket protocol
     * @param done what has been done to them, such as {@code put into}
     */
    int change(Session session, String operation, String done) throws IOException, Refusal {
        var request = Connection.request(operation)
                .text("group", new HostName(group).value())
                .open("hosts", '[');
        hosts.forEach(host -> request.text(new HostName(host).value()));
        var result = writing.send(session, request.close(']'));
        return HostOutput.changed(session, result, String.join(", ", hosts) + " " + done + " " + group);
    }
}
