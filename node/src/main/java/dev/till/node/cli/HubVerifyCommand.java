package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Reads everything in the S3 hub. */
@Command(
        name = "verify",
        description =
                "Read everything in the S3 hub, unseal it and compare it with its checksums; nothing is changed there or here.",
        footer = {
            "",
            "Examples:",
            "  till hub verify",
            "",
            "--json prints {\"whole\",\"snapshot\",\"segments\",\"bytes\",\"problems\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of it is as it was put there",
            "1:something is damaged or missing",
            "3:no hub, or nothing in it",
            "4:the node is not running",
            "5:this device lacks the recovery key, or has another",
            "7:the store cannot be reached now"
        })
final class HubVerifyCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = HubCall.ask(session, Connection.request("s3-verify"), "reading the hub");
        var done = JsonMembers.parse(result);
        if (session.json()) {
            session.print(result);
        } else {
            session.print("read " + (done.flag("snapshot") ? "the snapshot and " : "no snapshot and ")
                    + done.number("segments", 0) + " segments, " + done.number("bytes", 0) + " bytes: "
                    + (done.flag("whole") ? "all whole" : "damaged"));
        }
        return HubCall.tellProblems(session, done, ExitStatus.FAILED);
    }
}
