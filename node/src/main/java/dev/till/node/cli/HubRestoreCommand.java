package dev.till.node.cli;

import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fetches everything from the S3 hub. */
@Command(
        name = "restore",
        description = {
            "Fetch from the S3 hub all registers that are missing here: a snapshot, then what came after it.",
            "It adds and merges, and takes nothing away. Into a new home it brings a lost fleet's registers back; devices and "
                    + "trust are not in the hub, so others enroll again."
        },
        footer = {
            "",
            "Examples:",
            "  till hub restore --recovery-key key.txt",
            "",
            "--json prints {\"snapshot\",\"segments\",\"datagrams\",\"held_aside\",\"problems\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all that is there is here",
            "1:the store refused",
            "2:not a recovery key",
            "3:no hub, or nothing in it",
            "4:the node is not running",
            "5:this device lacks the recovery key, or has another",
            "6:the hub is kept in another way",
            "7:the store cannot be reached now, or some of what is there cannot be read"
        })
final class HubRestoreCommand extends Verb {
    @Option(
            names = "--recovery-key",
            paramLabel = "FILE",
            description = "Keep the recovery key in FILE as that of the hub; - is stdin.")
    private Optional<String> key = Optional.empty();

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = HubCall.ask(session, HubCall.withKey(session, "s3-restore", key), "fetching from the hub");
        var restored = JsonMembers.parse(result);
        if (session.json()) {
            session.print(result);
        } else {
            session.print("fetched " + restored.number("datagrams", 0) + " datagrams"
                    + (restored.flag("snapshot") ? ", from a snapshot and " : ", from ")
                    + restored.number("segments", 0) + " segments");
            if (restored.number("held_aside", 0) > 0) {
                session.say(restored.number("held_aside", 0)
                        + " datagrams are held aside, for they are of a time ahead of this clock; compare clocks");
            }
        }
        return HubCall.tellProblems(session, restored, ExitStatus.PARTLY_DONE);
    }
}
