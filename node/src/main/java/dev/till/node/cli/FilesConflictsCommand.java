package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.ArrayList;
import picocli.CommandLine.Command;

/** Lists conflicts. */
@Command(
        name = "conflicts",
        description = {
            "List the files that two devices have changed, each without knowing of the other.",
            "Every version is kept, each on its device, until somebody decides: till files resolve"
        },
        footer = {
            "",
            "Examples:",
            "  till files conflicts",
            "  till files conflicts notes --json",
            "",
            "--json prints a list of {\"folder\",\"path\",\"versions\":[{\"device\",\"hash\",\"size\",\"mtime\",\"vclock\"}]}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "3:no such folder", "4:the node is not running"})
final class FilesConflictsCommand extends FolderVerb {
    @Override
    int run(Session session) throws IOException, Refusal {
        var call = new FilesCall(session);
        var all = new ArrayList<String>();
        for (String folder : call.folders(name())) {
            var request = Connection.request("files-conflicts").text("folder", folder);
            all.addAll(JsonMembers.elements(call.call(request, "comparing " + folder)));
        }
        if (session.json()) {
            session.print("[" + String.join(",", all) + "]");
        } else {
            session.print(all.size() + (all.size() == 1 ? " conflict" : " conflicts"));
            all.forEach(conflict -> FilesOutput.conflict(session::print, JsonMembers.parse(conflict)));
        }
        return ExitStatus.DONE;
    }
}
