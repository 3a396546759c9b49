package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists groups. */
@Command(
        name = "list",
        description = "List the groups and their hosts.",
        footer = {"", "--json prints {GROUP:[HOST,...]}."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "4:the node is not running"})
final class HostGroupListCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("host-groups"));
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var groups = JsonMembers.parse(result);
        for (String group : groups.names()) {
            session.print(group + "\t"
                    + groups.list(group).stream().map(JsonWriter::plain).collect(Collectors.joining(" ")));
        }
        return ExitStatus.DONE;
    }
}
