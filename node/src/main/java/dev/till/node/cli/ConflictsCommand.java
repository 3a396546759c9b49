package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists registers that a person has to decide on. */
@Command(
        name = "conflicts",
        description = {
            "List registers that somebody has to decide on.",
            "They have concurrent values: written on several devices that did not know of each " + "other.",
            "Only entities under policy siblings have conflicts; elsewhere the later write wins. Set the "
                    + "policy of a prefix with: till set till/policy PREFIX siblings"
        },
        footer = {
            "",
            "Examples:",
            "  till conflicts",
            "  till resolve notes/today text --pick pi",
            "",
            "--json prints an array of the documents of till get --json, each with",
            "\"versions\":[{\"value\",\"timestamp\",\"device\"}], oldest first."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "2:bad usage", "4:the node is not running"})
final class ConflictsCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        if (session.json()) {
            var array = new JsonArray(session.out());
            session.call(Connection.request("conflicts"), array::add);
            array.end();
            return ExitStatus.DONE;
        }
        session.call(Connection.request("conflicts"), item -> {
            var entry = JsonMembers.parse(item);
            session.print(entry.text("entity") + " " + entry.text("field"));
            for (String version : entry.list("versions")) {
                var members = JsonMembers.parse(version);
                session.print("  " + members.text("timestamp") + "  " + members.text("device") + "  "
                        + (members.flag("deleted")
                                ? "(deleted)"
                                : members.raw("value").orElse("null")));
            }
        });
        return ExitStatus.DONE;
    }
}
