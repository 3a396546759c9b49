package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows how the federation stands. */
@Command(
        name = "status",
        description = "Show the role and what it allows, the gist, the hub, and what waits in the outbox.",
        footer = {
            "",
            "Examples:",
            "  till federate status",
            "  till federate status --json",
            "",
            "--json prints {\"role\",\"explained\",\"leaving\",\"site\",\"api\",\"authenticated\",\"token_from\",\"gist\",",
            "\"gist_url\",\"public\",\"hub\",\"hub_key\",\"registration\",\"outbox\":{\"length\",\"oldest_s\",\"last_error\",",
            "\"waiting\",\"aside\"},\"last_sync\"}. \"authenticated\" is whether a token is in use."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "4:the node is not running"})
final class FederateStatusCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("federation"));
        if (session.json()) {
            session.print(result);
        } else {
            show(session, JsonMembers.parse(result));
        }
        return ExitStatus.DONE;
    }

    /** The document as lines. */
    static void show(Session session, JsonMembers standing) {
        session.print("role      " + standing.text("role") + ": " + standing.text("explained")
                + (standing.flag("leaving") ? "; leaving, once the gist is deleted" : ""));
        session.print("site      " + standing.text("site"));
        session.print("GitHub    " + standing.text("api")
                + standing.optionalText("token_from")
                        .map(from -> ", token from " + from)
                        .orElse(""));
        session.print("gist      " + standing.optionalText("gist_url").orElse("none yet"));
        session.print("hub       " + standing.optionalText("hub").orElse("none"));
        var outbox = standing.object("outbox").orElseThrow();
        session.print("outbox    " + outbox.number("length", 0) + " waiting"
                + (outbox.has("oldest_s") ? ", the oldest for " + Seconds.span(outbox.number("oldest_s", 0)) : "")
                + outbox.optionalText("last_error")
                        .map(error -> "; last error: " + error)
                        .orElse(""));
        for (String aside : outbox.list("aside")) {
            var letter = JsonMembers.parse(aside);
            session.print("set aside " + letter.text("target") + ": " + letter.text("why"));
        }
        standing.optionalText("last_sync").ifPresent(at -> session.print("published " + at));
    }
}
