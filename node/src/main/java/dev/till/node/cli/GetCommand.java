package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one register, or all fields of an entity. */
@Command(
        name = "get",
        description = {
            "Show a field, or all fields of an entity.",
            "Print the value of a field: a string as it is, anything else as JSON.",
            "Without FIELD, print all fields of the entity."
        },
        footer = {
            "",
            "Examples:",
            "  till get hosts/m2 user",
            "  till get hosts/m2 user --json",
            "  till get notes/today body --no-newline >letter.txt",
            "",
            "--json prints {\"entity\",\"field\",\"value\",\"timestamp\",\"device\",\"revision\"}, and \"versions\" when",
            "there is a conflict; for an entity {\"entity\",\"fields\":{FIELD:{\"value\",\"timestamp\",\"device\",\"revision\"}}}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:printed", "2:bad usage", "3:no such entity or field", "4:the node is not running"})
final class GetCommand extends Verb {
    @Parameters(index = "0", paramLabel = "ENTITY", description = "Path of the entity, such as hosts/m2.")
    private String entity;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FIELD", description = "Name of the field.")
    private String field;

    @Option(
            names = {"-n", "--no-newline"},
            description = "Print the bytes of the value and nothing after them.")
    private boolean bare;

    @Override
    boolean take(List<String> words) {
        entity = words.isEmpty() ? null : words.get(0);
        field = words.size() < 2 ? null : words.get(1);
        return words.size() == 1 || words.size() == 2;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        if (field == null) {
            return fields(session);
        }
        var entry =
                session.call(Connection.request("get").text("entity", entity).text("field", field));
        var shown = session.json()
                ? entry
                : JsonWriter.plain(JsonMembers.parse(entry).raw("value").orElse("null"));
        session.out().append(shown).append(bare ? "" : "\n");
        return ExitStatus.DONE;
    }

    private int fields(Session session) throws IOException, Refusal {
        var request = Connection.request("fields").text("entity", entity);
        if (!session.json()) {
            session.call(request, item -> {
                var members = JsonMembers.parse(item);
                session.print(
                        members.text("field") + "\t" + members.raw("value").orElse("null"));
            });
            return ExitStatus.DONE;
        }
        var json = new JsonWriter(512).open('{').text("entity", entity).open("fields", '{');
        session.call(request, item -> {
            var members = JsonMembers.parse(item);
            json.open(members.text("field"), '{');
            for (String name : new String[] {"value", "timestamp", "device", "revision"}) {
                json.raw(name, members.raw(name).orElse("null"));
            }
            json.close('}');
        });
        session.print(json.close('}').close('}').toString());
        return ExitStatus.DONE;
    }
}
