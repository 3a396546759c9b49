package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the trash, and restores from it. */
@Command(
        name = "trash",
        description = {
            "Show what other devices deleted or replaced here in the last 30 days, or restore it.",
            "It lies below the root of its folder, in .till/trash."
        },
        footer = {
            "",
            "Examples:",
            "  till files trash notes",
            "  till files trash notes restore plans/may.md",
            "",
            "--json prints an array of {\"folder\",\"path\",\"at\",\"why\"}; for restore {\"folder\",\"restored\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:shown, or restored",
            "2:something else than restore PATH after the name",
            "3:no such folder, or no such path in its trash",
            "4:the node is not running",
            "6:something is where it would be restored to"
        })
final class FilesTrashCommand extends FolderVerb {
    @Parameters(index = "1..*", paramLabel = "restore PATH", description = "Restore the newest of this path.")
    private List<String> restore = List.of();

    @Override
    int run(Session session) throws IOException, Refusal {
        var call = new FilesCall(session);
        if (!restore.isEmpty()) {
            return restore(session, call);
        }
        var all = new ArrayList<String>();
        for (String folder : call.folders(name())) {
            var request = Connection.request("files-trash").text("folder", folder);
            all.addAll(JsonMembers.elements(call.call(request, "reading")));
        }
        if (session.json()) {
            session.print("[" + String.join(",", all) + "]");
            return ExitStatus.DONE;
        }
        var table = new Table("FOLDER", "SINCE", "PATH", "WHY");
        for (String each : all) {
            var trashed = JsonMembers.parse(each);
            table.add(trashed.text("folder"), trashed.text("at"), trashed.text("path"), trashed.text("why"));
        }
        table.print(session);
        return ExitStatus.DONE;
    }

    private int restore(Session session, FilesCall call) throws IOException, Refusal {
        if (restore.size() != 2 || !restore.get(0).equals("restore")) {
            throw new IllegalArgumentException(
                    "trash: '" + String.join(" ", restore) + "' (expected: restore PATH, or nothing)");
        }
        var request = Connection.request("files-restore").text("folder", name()).text("path", restore.get(1));
        var result = call.call(request, "restoring");
        if (session.json()) {
            session.print(result);
        } else {
            session.say("restored " + restore.get(1));
        }
        return ExitStatus.DONE;
    }
}
