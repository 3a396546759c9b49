package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was written to an entity or a field. */
@Command(
        name = "history",
        description = {
            "Show what was written to an entity or a field.",
            "Print the datagrams of an entity, or of one field, that are still in this node's journal, "
                    + "oldest first.",
            "What every device has applied is compacted away in time (see till compact)."
        },
        footer = {
            "",
            "Examples:",
            "  till history hosts/m2 user",
            "  till history hosts/m2 --json",
            "",
            "--json prints one document a line: the keys of till get --json and \"seq\", the device's own count."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:printed, perhaps nothing", "2:bad usage", "4:the node is not running"})
final class HistoryCommand extends Verb {
    @Parameters(index = "0", paramLabel = "ENTITY", description = "Path of the entity, such as hosts/m2.")
    private String entity;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FIELD", description = "Name of the field.")
    private String field;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 1000.")
    private int limit = 1000;

    @Override
    boolean take(List<String> words) {
        entity = words.isEmpty() ? null : words.get(0);
        field = words.size() < 2 ? null : words.get(1);
        return words.size() == 1 || words.size() == 2;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit: " + limit + " (expected: 1 or more)");
        }
        var request = Connection.request("history").text("entity", entity).number("limit", limit);
        session.call(
                field == null ? request : request.text("field", field),
                item -> session.print(session.json() ? item : ChangeLine.of(item)));
        return ExitStatus.DONE;
    }
}
