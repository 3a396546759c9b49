package dev.till.node.cli;

import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    @Mixin
    private GroupMembers members = new GroupMembers();

    @Override
    int run(Session session) throws IOException, Refusal {
        return members.change(session, "host-leave", "taken out of");
    }
}
