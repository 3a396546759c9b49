package dev.till.node.cli;

import dev.till.node.client.Change;
import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets fields of one entity, all or none. */
@Command(
        name = "set",
        description = {
            "Set fields of an entity, all of them or none.",
            "Returns when they are on this machine's disk. A VALUE that parses as JSON is JSON, anything "
                    + "else is a string. Values are at most 1 MiB."
        },
        footer = {
            "",
            "Examples:",
            "  till set hosts/m2 user alice port 22",
            "  till set companies/apple-inc tags '[\"fruit\",\"phones\"]'",
            "  till set notes/today text --string 42",
            "  till set notes/today body --from-file letter.txt",
            "  till set hosts/m2 user bob --wait majority --timeout 10s",
            "",
            "A VALUE that begins with -- goes after a -- of its own."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:set",
            "1:not set: the disk is full or broken",
            "2:an invalid entity, field or value",
            "4:the node is not running",
            "7:set here, but --wait ran out of time"
        })
final class SetCommand extends Verb {
    @Parameters(index = "0", paramLabel = "ENTITY", description = "Path of the entity, such as hosts/m2.")
    private String entity;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FIELD VALUE",
            description = "Names of fields, each followed by its value.")
    private List<String> pairs;

    @Mixin
    private ValueText values = new ValueText();

    @Option(
            names = "--from-file",
            paramLabel = "FILE",
            description = "Read the value of the one FIELD from a file, or from stdin when it is -; every byte of it.")
    private String file;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    @Override
    boolean take(List<String> words) {
        entity = words.isEmpty() ? null : words.get(0);
        pairs = words.isEmpty() ? words : words.subList(1, words.size());
        return words.size() >= 3;
    }

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var request = Connection.request("set").open("assignments", '[');
        for (Change change : changes(session)) {
            request.raw(change.json());
        }
        var result = writing.send(session, request.close(']'));
        if (session.json()) {
            session.print(result);
        } else {
            var members = JsonMembers.parse(result);
            long devices = members.number("devices", 1);
            session.say("set " + members.number("written", 0) + " at revision " + members.number("revision", 0)
                    + (devices > 1 ? ", on " + devices + " devices" : ""));
        }
        return ExitStatus.DONE;
    }

    private List<Change> changes(Session session) throws IOException {
        if (file != null) {
            if (pairs.size() != 1) {
                throw new IllegalArgumentException("--from-file: given with " + pairs.size()
                        + " words after the entity (expected: one field and no value)");
            }
            return List.of(Change.set(entity, pairs.get(0), values.parse(Input.text(file, session.terminal()))));
        }
        if (pairs.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "value of " + pairs.get(pairs.size() - 1) + ": missing (expected: FIELD VALUE [FIELD VALUE]...)");
        }
        var changes = new ArrayList<Change>();
        for (int i = 0; i < pairs.size(); i += 2) {
            changes.add(Change.set(entity, pairs.get(i), values.parse(pairs.get(i + 1))));
        }
        return changes;
    }
}
