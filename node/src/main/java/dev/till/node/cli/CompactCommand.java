package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Folds the journal into the store. */
@Command(
        name = "compact",
        description = {
            "Fold the journal into the store now.",
            "Removes the journal segments that every device of the fleet has applied.",
            "The node does so by itself in time; writes go on meanwhile."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "4:the node is not running", "7:not done within --timeout (default 10m)"})
final class CompactCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        String result;
        try (Connection connection = session.connect(patience, "compacting")) {
            result = connection.call(
                    Connection.request("compact").number("timeout_ms", Math.max(1, patience.toMillis())));
        }
        if (session.json()) {
            session.print(result);
        } else {
            var done = JsonMembers.parse(result);
            session.print("folded " + done.number("folded", 0) + " datagrams, removed "
                    + done.number("segments_removed", 0) + " segments; " + done.number("segments", 0) + " are left, "
                    + done.number("bytes", 0) + " bytes");
        }
        return ExitStatus.DONE;
    }
}
