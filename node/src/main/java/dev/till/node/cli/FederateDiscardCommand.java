package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Forgets what the outbox has set aside. */
@Command(
        name = "discard",
        description = "Forget what the outbox has set aside because it can never be done; federate status shows it.",
        footer = {"", "Examples:", "  till federate discard"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:forgotten", "4:the node is not running"})
final class FederateDiscardCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("federation-discard"));
        session.print(session.json() ? result : "forgotten");
        return ExitStatus.DONE;
    }
}
