package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.client.NodeUnreachableException;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins a fleet. */
@Command(
        name = "enroll",
        description = {
            "Join a fleet.",
            "LINE is what till device invite printed on a device of the fleet.",
            "Works before this machine's first till up, while its node is stopped, and while it is "
                    + "running. Registers already here are shared with the fleet."
        },
        footer = {
            "",
            "Examples:",
            "  till device enroll till1…",
            "  till device enroll - --name pi-attic <line.txt",
            "",
            "--json prints {\"name\",\"device\",\"fleet\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:joined",
            "1:the inviting device could not be reached",
            "2:LINE is no such line, or was altered",
            "5:LINE has expired or was used",
            "6:the name is taken, or this device belongs to another fleet",
            "7:no answer in time"
        })
final class DeviceEnrollCommand extends Verb {
    @Parameters(index = "0", paramLabel = "LINE", description = "The line, or - to read it from stdin.")
    private String line;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of this device in the fleet. Default: the host name.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var wanted = Optional.ofNullable(name).map(text -> new DeviceName(text).value());
        var given = (line.equals("-") ? Input.text("-", session.terminal()) : line).strip();
        var result = enroll(session, given, wanted);
        if (session.json()) {
            session.print(result);
        } else {
            var joined = JsonMembers.parse(result);
            session.print("joined fleet " + joined.text("fleet") + " as " + joined.text("name"));
        }
        return ExitStatus.DONE;
    }

    private static String enroll(Session session, String line, Optional<String> name)
            throws IOException, Refusal, CommandFailure {
        try {
            return session.call(Connection.request("enroll").text("line", line).text("name", name));
        } catch (NodeUnreachableException e) {
            if (e.reason() != Reason.UNREACHABLE) {
                throw e;
            }
        }
        var joined = session.starter().enroll(session.home(), line, name);
        return new JsonWriter()
                .open('{')
                .text("name", joined.name())
                .text("device", joined.device())
                .text("fleet", joined.fleet())
                .close('}')
                .toString();
    }
}
