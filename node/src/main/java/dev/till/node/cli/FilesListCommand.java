package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists folders. */
@Command(
        name = "list",
        description = "List the folders of this device.",
        footer = {
            "",
            "Examples:",
            "  till files list",
            "",
            "--json prints an array of {\"folder\",\"root\",\"mode\",\"prefer\",\"state\"}; state is watched or paused."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "4:the node is not running"})
final class FilesListCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("files-list"));
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var table = FilesOutput.table();
        JsonMembers.elements(result).forEach(folder -> FilesOutput.addRow(table, folder));
        table.print(session);
        return ExitStatus.DONE;
    }
}
