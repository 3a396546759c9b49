package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the role. */
@Command(
        name = "role",
        description = {
            "Take on a role; it counts at once.",
            "solo: no request leaves this machine. observer: reads the menu of its hub and tells nobody anything. "
                    + "member: keeps a gist that says how this machine is, registers with a hub, and runs its menu.",
            "The words of other installations are understood: anonymous is observer, named is observer-with-gist (an "
                    + "observer that keeps a gist), trusted is member."
        },
        footer = {
            "",
            "Examples:",
            "  till federate role member",
            "  till federate role solo",
            "",
            "--json prints what federate status prints."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:taken on", "2:no such role", "4:the node is not running"})
final class FederateRoleCommand extends Verb {
    @Parameters(index = "0", paramLabel = "solo|observer|member", description = "The role.")
    private String role;

    @Option(names = "--public", description = "Make the gist a public one, if there is none yet.")
    private boolean open;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(
                Connection.request("federation-role").text("role", role).flag("public", open));
        if (session.json()) {
            session.print(result);
        } else {
            var standing = JsonMembers.parse(result);
            session.print("role " + standing.text("role") + ": " + standing.text("explained"));
            if (!standing.text("role").equals(role)) {
                session.say("'" + role + "' is understood as " + standing.text("role"));
            }
        }
        return ExitStatus.DONE;
    }
}
