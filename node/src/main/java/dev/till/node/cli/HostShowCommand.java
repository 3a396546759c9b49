package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one host. */
@Command(
        name = "show",
        description = "Show every attribute of a host, unknown ones too, and its groups.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "2:an invalid name", "3:no such host", "4:the node is not running"})
final class HostShowCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the host, in any case.")
    private String name;

    @Override
    boolean take(List<String> words) {
        name = words.isEmpty() ? null : words.get(0);
        return words.size() == 1;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("host").text("name", name));
        if (session.json()) {
            session.print(result);
        } else {
            var host = JsonMembers.parse(result);
            for (String attribute : host.names()) {
                session.print(attribute + "\t" + host.raw(attribute).orElse("null"));
            }
        }
        return ExitStatus.DONE;
    }
}
