package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the S3 hub stands. */
@Command(
        name = "status",
        description = {
            "Show what of this device is not in the S3 hub yet, and what is there.",
            "--show-key prints the recovery key too: write it down. Without it nobody can read the hub, and with it anybody "
                    + "who can read the bucket."
        },
        footer = {
            "",
            "Examples:",
            "  till hub status",
            "  till hub status --show-key",
            "",
            "--json prints {\"hub\",\"plain\",\"key\",\"recovery_key\",\"pending\":{\"segments\",\"bytes\",\"oldest_s\"},\"gap\",",
            "\"last_push\",\"last_error\",\"reached\",\"why\",\"checkpoint\":{\"token\",\"age_s\",\"device\",\"datagrams\",\"bytes\"},",
            "\"lock\",\"devices\":[{\"device\",\"name\",\"member\",\"segments\",\"bytes\",\"age_s\"}],\"problems\"}. \"key\" is the",
            "key's fingerprint; \"gap\" is whether some of the journal went before the hub had it, until the next snapshot."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "3:no hub", "4:the node is not running"})
final class HubStatusCommand extends Verb {
    @Option(names = "--show-key", description = "Print the recovery key. Keep it secret.")
    private boolean key;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = HubCall.ask(session, Connection.request("s3-status").flag("key", key), "looking at the hub");
        if (session.json()) {
            session.print(result);
        } else {
            show(session, JsonMembers.parse(result));
        }
        return ExitStatus.DONE;
    }

    private void show(Session session, JsonMembers standing) {
        session.print("hub         " + standing.text("hub") + (standing.flag("plain") ? ", open" : ", sealed"));
        session.print("key         " + standing.optionalText("key").orElse("none here"));
        standing.optionalText("recovery_key").ifPresent(text -> session.print("recovery    " + text));
        var pending = standing.object("pending").orElseThrow();
        session.print("not there   " + pending.number("bytes", 0) + " bytes in " + pending.number("segments", 0)
                + " segments"
                + (pending.has("oldest_s") ? ", for " + Seconds.span(pending.number("oldest_s", 0)) + " at most" : "")
                + (standing.flag("gap")
                        ? "; some of the journal went before the hub had it: `till hub consolidate`"
                        : ""));
        standing.optionalText("last_push").ifPresent(at -> session.print("brought     " + at));
        standing.optionalText("last_error").ifPresent(error -> session.print("last error  " + error));
        if (!standing.flag("reached")) {
            session.print("there       " + standing.text("why"));
            return;
        }
        session.print("checkpoint  "
                + standing.object("checkpoint")
                        .map(found -> "number " + found.number("token", 0) + " by " + found.text("device") + ", "
                                + found.number("datagrams", 0) + " datagrams, "
                                + Seconds.span(found.number("age_s", 0)) + " old")
                        .orElse("none yet"));
        standing.object("lock")
                .ifPresent(lock -> session.print("lock        " + lock.text("device") + " consolidates, since "
                        + Seconds.span(lock.number("age_s", 0))));
        for (String element : standing.list("devices")) {
            var device = JsonMembers.parse(element);
            session.print("device      " + device.optionalText("name").orElse("(not in this fleet)") + " "
                    + device.text("device") + ": " + device.number("segments", 0) + " segments, "
                    + device.number("bytes", 0) + " bytes, " + Seconds.span(device.number("age_s", 0)) + " old");
        }
        HubCall.tellProblems(session, standing, ExitStatus.DONE);
    }
}
