package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Leaves the federation. */
@Command(
        name = "leave",
        description = {
            "Go solo, and forget the token, the hub and what waits in the outbox.",
            "What gh is logged in with is not touched."
        },
        footer = {
            "",
            "Examples:",
            "  till federate leave --delete-gist",
            "",
            "--json prints what federate status prints."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:left",
            "4:the node is not running",
            "5:the role does not let the gist be deleted",
            "7:the gist could not be deleted yet; it will be, and then this machine is solo"
        })
final class FederateLeaveCommand extends Verb {
    @Option(names = "--delete-gist", description = "Delete the gist first.")
    private boolean gist;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("federation-leave").flag("delete_gist", gist));
        session.print(session.json() ? result : "left: no request leaves this machine");
        return ExitStatus.DONE;
    }
}
