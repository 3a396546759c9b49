package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Folds what is in the S3 hub into a snapshot. */
@Command(
        name = "consolidate",
        description = {
            "Fetch what is missing here, write a snapshot of all registers, read it back, and make it the one that counts.",
            "What the snapshot before it covers is removed, once that has counted for hub-grace. One device at a time; the "
                    + "nodes do it by themselves when the snapshot is older than hub-consolidate."
        },
        footer = {
            "",
            "Examples:",
            "  till hub consolidate",
            "",
            "--json prints {\"made\",\"token\",\"snapshot\",\"datagrams\",\"bytes\",\"segments_removed\",\"snapshots_removed\",",
            "\"fetched\"}; \"made\" is false when there was nothing new."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:the store refused, or takes no notice of conditions on writes",
            "3:no hub, or nothing in it",
            "4:the node is not running",
            "5:this device lacks the recovery key, or has another",
            "6:another device consolidates, or took over",
            "7:the store cannot be reached now, or some of what is there cannot be read"
        })
final class HubConsolidateCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = HubCall.ask(session, Connection.request("s3-consolidate"), "consolidating the hub");
        var done = JsonMembers.parse(result);
        if (session.json()) {
            session.print(result);
        } else {
            session.print(
                    done.flag("made")
                            ? "made snapshot " + done.number("token", 0) + " of " + done.number("datagrams", 0)
                                    + " datagrams, " + done.number("bytes", 0) + " bytes"
                            : "nothing new since the last snapshot");
            session.print("removed " + done.number("segments_removed", 0) + " segments and "
                    + done.number("snapshots_removed", 0) + " snapshots that an older one covers");
        }
        return HubCall.tellProblems(session, done.object("fetched").orElseThrow(), ExitStatus.PARTLY_DONE);
    }
}
