package dev.till.node.cli;

import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Put hosts into a group. */
@Command(
        name = "add",
        description = "Put hosts into a group.",
        footer = {"", "Examples:", "  till host group add pis pi-attic pi-cellar"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "2:an invalid name",
            "3:no such host or group",
            "4:the node is not running",
            "7:done here, but --wait ran out of time"
        })
final class HostGroupAddCommand extends Verb {
    @Mixin
    private GroupMembers members = new GroupMembers();

    @Override
    int run(Session session) throws IOException, Refusal {
        return members.change(session, "host-join", "put into");
    }
}
