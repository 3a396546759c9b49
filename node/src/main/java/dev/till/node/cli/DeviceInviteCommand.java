package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a line that lets a machine join. */
@Command(
        name = "invite",
        description = {
            "Let a new machine join.",
            "Print one line to give to a new machine, where till device enroll LINE joins this fleet.",
            "The line is a secret: it lets one machine in, once, until it expires. It also pins this "
                    + "device's key, so the new machine talks to nobody else."
        },
        footer = {
            "",
            "Examples:",
            "  till device invite",
            "  till device invite --ttl 10m",
            "",
            "--json prints {\"line\",\"expires\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:printed", "2:bad usage", "4:the node is not running", "5:this device may not let others in"})
final class DeviceInviteCommand extends Verb {
    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long the line is good for. Default: 1h.")
    private Duration ttl = Duration.ofHours(1);

    @Option(names = "--admin", description = "The new machine may itself let others in and put them out.")
    private boolean admin;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(
                Connection.request("invite").number("ttl_ms", ttl.toMillis()).flag("admin", admin));
        if (session.json()) {
            session.print(result);
        } else {
            var invite = JsonMembers.parse(result);
            session.print(invite.text("line"));
            session.say("good for one machine until " + invite.text("expires") + "; there: till device enroll LINE");
        }
        return ExitStatus.DONE;
    }
}
