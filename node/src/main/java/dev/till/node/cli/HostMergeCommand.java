package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Merges a list of hosts from elsewhere. */
@Command(
        name = "merge",
        description = {
            "Merge a list of hosts from elsewhere.",
            "Merge a hosts-local.json document, read from stdin, whole or not at all: one invalid entry "
                    + "refuses all of it.",
            "Of two records of a host the one with the higher version wins; what the winner does not "
                    + "carry is kept, unknown keys included. The entry that is this machine, by its "
                    + "actual_hostname, is skipped."
        },
        footer = {
            "",
            "Examples:",
            "  till host merge <hosts-local.json",
            "  ssh m4 cat .till/hosts-local.json | till host merge --dry-run",
            "",
            "--json prints {\"added\",\"updated\",\"kept\",\"self\",\"readded\",\"fields\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:merged", "2:not such a document, or an invalid entry", "4:the node is not running"})
final class HostMergeCommand extends Verb {
    @Option(names = "--dry-run", description = "Only say what would change.")
    private boolean dry;

    @Override
    int run(Session session) throws IOException, Refusal {
        var document = Input.text("-", session.terminal());
        if (!JsonMembers.isJson(document)) {
            JsonMembers.parse(document);
        }
        var result = session.call(request(document, dry));
        if (session.json()) {
            session.print(result);
        } else {
            session.print(describe(result, dry));
        }
        return ExitStatus.DONE;
    }

    /** The request that merges {@code document}, which spans any number of lines. */
    static JsonWriter request(String document, boolean dry) {
        // A line break can only stand between tokens, where a space does as well.
        var line = document.replace('\n', ' ').replace('\r', ' ');
        return Connection.request("host-merge").flag("dry", dry).raw("document", line.isBlank() ? "null" : line);
    }

    static String describe(String result, boolean dry) {
        var merged = JsonMembers.parse(result);
        return (dry ? "would merge: " : "merged: ") + merged.number("added", 0) + " added, "
                + merged.number("updated", 0) + " updated, " + merged.number("readded", 0) + " added again, "
                + merged.number("kept", 0) + " kept, " + merged.number("self", 0) + " skipped as this machine";
    }
}
