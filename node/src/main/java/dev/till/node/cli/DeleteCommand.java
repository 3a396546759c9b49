package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes one register, or all fields of an entity. */
@Command(
        name = "delete",
        description = {
            "Delete a field of an entity, or all its fields when no FIELD is given.",
            "Entities below it stay. The deletion reaches every device, also those that are away."
        },
        footer = {"", "Examples:", "  till delete hosts/m2 user", "  till delete notes/today"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:deleted",
            "1:not deleted: the disk is full or broken",
            "2:bad usage",
            "3:no such entity or field",
            "4:the node is not running",
            "7:deleted here, but --wait ran out of time"
        })
final class DeleteCommand extends Verb {
    @Parameters(index = "0", paramLabel = "ENTITY", description = "Path of the entity, such as hosts/m2.")
    private String entity;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FIELD", description = "Name of the field.")
    private String field;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    @Override
    boolean take(List<String> words) {
        entity = words.isEmpty() ? null : words.get(0);
        field = words.size() < 2 ? null : words.get(1);
        return words.size() == 1 || words.size() == 2;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("delete").text("entity", entity);
        var result = writing.send(session, field == null ? request : request.text("field", field));
        if (session.json()) {
            session.print(result);
        } else {
            session.say("deleted " + JsonMembers.parse(result).number("written", 0));
        }
        return ExitStatus.DONE;
    }
}
