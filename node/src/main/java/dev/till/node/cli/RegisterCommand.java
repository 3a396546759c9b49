package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Registers with a hub. */
@Command(
        name = "register",
        description = {
            "Tell a hub where the gist of this machine is, by an issue in the hub's repository.",
            "The gist is published first. Registering again brings the same issue up to date."
        },
        footer = {
            "",
            "Examples:",
            "  till register --hub ada/fleet-hub",
            "",
            "--json prints what federate status prints."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:registered",
            "2:no repository, or no key",
            "4:the node is not running",
            "5:the role does not register",
            "7:it waits in the outbox"
        })
final class RegisterCommand extends Verb {
    @Option(names = "--hub", required = true, paramLabel = "OWNER/REPO", description = "The repository of the hub.")
    private String hub;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The hub's public key, as its owner gave it to you; otherwise the one first seen in hub.pub counts.")
    private String key;

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("register").text("hub", hub);
        if (key != null) {
            request.text("key", key);
        }
        var result = session.call(request);
        session.print(
                session.json()
                        ? result
                        : "registered with " + hub + ", issue "
                                + JsonMembers.parse(result).number("registration", 0));
        return ExitStatus.DONE;
    }
}
