package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what was done. */
@Command(
        name = "log",
        description =
                "Show what was done to folders on this device: when, what, on whose behalf and why; the newest last.",
        footer = {
            "",
            "Examples:",
            "  till files log notes",
            "  till files log --most 1000 --json",
            "",
            "--json prints one {\"folder\",\"at\",\"what\",\"path\",\"device\",\"why\"} a line; what is file_synced, file_deleted or",
            "conflict."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown, perhaps nothing", "3:no such folder", "4:the node is not running"})
final class FilesLogCommand extends FolderVerb {
    @Option(names = "--most", paramLabel = "N", description = "So many of the newest; 100 by default.")
    private int most = 100;

    @Override
    int run(Session session) throws IOException, Refusal {
        var call = new FilesCall(session);
        var notes = new ArrayList<String>();
        for (String folder : call.folders(name())) {
            var request = Connection.request("files-log").text("folder", folder).number("most", most);
            notes.addAll(JsonMembers.elements(call.call(request, "reading")));
        }
        for (String each : notes) {
            session.print(session.json() ? each : line(JsonMembers.parse(each)));
        }
        return ExitStatus.DONE;
    }

    private static String line(JsonMembers note) {
        return note.text("at") + "  " + note.text("folder") + "  " + note.text("what") + "  " + note.text("path") + "  "
                + note.text("device") + "  (" + note.text("why") + ")";
    }
}
