package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Settles a conflict. */
@Command(
        name = "resolve",
        description = {
            "Settle a conflict.",
            "Keep what one device wrote, or set another value. That settles it on every device."
        },
        footer = {
            "",
            "Examples:",
            "  till resolve notes/today text --pick pi",
            "  till resolve notes/today text --value 'both of us'"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:settled",
            "1:not settled: the disk is full or broken",
            "2:bad usage",
            "3:no such conflict or device",
            "4:the node is not running",
            "7:settled here, but --wait ran out of time"
        })
final class ResolveCommand extends Verb {
    @Parameters(
            index = "0",
            paramLabel = "ENTITY",
            description = {"Settle a conflict.", "Path of the entity."})
    private String entity;

    @Parameters(index = "1", paramLabel = "FIELD", description = "Name of the field.")
    private String field;

    @ArgGroup(multiplicity = "1")
    private Choice choice;

    @Mixin
    private ValueText values = new ValueText();

    @Mixin
    private WriteOptions writing = new WriteOptions();

    /** What to keep. */
    static final class Choice {
        @Option(names = "--pick", paramLabel = "DEVICE", description = "Keep what this device wrote; its name or id.")
        private String pick;

        @Option(names = "--value", paramLabel = "VALUE", description = "Set this value.")
        private String value;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("resolve").text("entity", entity).text("field", field);
        var result = writing.send(
                session,
                choice.pick == null
                        ? request.raw("value", values.parse(choice.value).json())
                        : request.text("pick", choice.pick));
        if (session.json()) {
            session.print(result);
        } else {
            session.say("settled " + entity + " " + field);
        }
        return ExitStatus.DONE;
    }
}
