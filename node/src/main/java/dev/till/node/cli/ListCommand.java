package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists entities, or the fields of one. */
@Command(
        name = "list",
        description = {
            "List the entities within PREFIX, or the fields of the entity when PREFIX is one.",
            "Entities below till/ are till's own and show only when PREFIX names them."
        },
        footer = {
            "",
            "Examples:",
            "  till list                  every entity",
            "  till list companies        entities below companies/",
            "  till list hosts/m2         the fields of that host",
            "  till list hosts/m2/        entities below it",
            "",
            "--json prints an array of {\"entity\",\"fields\":COUNT}, or of the documents that till get --json prints."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "2:bad usage", "4:the node is not running"})
final class ListCommand extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PREFIX",
            description = "Where to look; everywhere by default.")
    private String prefix = "";

    @Override
    boolean take(List<String> words) {
        prefix = words.isEmpty() ? "" : words.get(0);
        return words.size() < 2;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        try (Connection connection = session.connect()) {
            var fields = prefix.isEmpty() || prefix.endsWith("/") ? List.<String>of() : fields(connection);
            if (session.json()) {
                var array = new JsonArray(session.out());
                fields.forEach(array::add);
                if (fields.isEmpty()) {
                    connection.call(Connection.request("list").text("prefix", prefix), array::add);
                }
                array.end();
            } else if (fields.isEmpty()) {
                connection.call(Connection.request("list").text("prefix", prefix), item -> {
                    var members = JsonMembers.parse(item);
                    session.print(members.text("entity"));
                });
            } else {
                fields.forEach(item -> {
                    var members = JsonMembers.parse(item);
                    session.print(
                            members.text("field") + "\t" + members.raw("value").orElse("null"));
                });
            }
        }
        return ExitStatus.DONE;
    }

    private List<String> fields(Connection connection) throws IOException, Refusal {
        var fields = new ArrayList<String>();
        try {
            connection.call(Connection.request("fields").text("entity", prefix), fields::add);
        } catch (Refusal refusal) {
            if (refusal.reason() != Reason.ABSENT) {
                throw refusal;
            }
        }
        return fields;
    }
}
