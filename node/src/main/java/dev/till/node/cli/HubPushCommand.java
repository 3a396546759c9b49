package dev.till.node.cli;

import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the journal to the S3 hub. */
@Command(
        name = "push",
        description = {
            "Bring everything that is durable here to the S3 hub now; the node does it by itself every hub-interval.",
            "The first push to an empty bucket makes the recovery key: `till hub status --show-key` prints it."
        },
        footer = {
            "",
            "Examples:",
            "  till hub push",
            "  till hub push --recovery-key - <key.txt",
            "",
            "--json prints {\"segments\",\"bytes\",\"gap\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything is there",
            "1:the store refused",
            "2:not a recovery key",
            "3:no hub",
            "4:the node is not running",
            "5:this device lacks the recovery key, or has another",
            "6:the hub is kept in another way",
            "7:the store cannot be reached now"
        })
final class HubPushCommand extends Verb {
    @Option(
            names = "--recovery-key",
            paramLabel = "FILE",
            description = "Keep the recovery key in FILE as that of the hub; - is stdin.")
    private Optional<String> key = Optional.empty();

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = HubCall.ask(session, HubCall.withKey(session, "s3-push", key), "bringing the journal to the hub");
        if (session.json()) {
            session.print(result);
        } else {
            var pushed = JsonMembers.parse(result);
            session.print(
                    "brought " + pushed.number("segments", 0) + " segments, " + pushed.number("bytes", 0) + " bytes");
        }
        return ExitStatus.DONE;
    }
}
