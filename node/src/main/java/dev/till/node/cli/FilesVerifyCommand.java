package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Verifies contents. */
@Command(
        name = "verify",
        description = {
            "Read every file, and fetch anew those that the disk has spoiled: their content is another though nobody changed them."
        },
        footer = {
            "",
            "Examples:",
            "  till files verify notes",
            "",
            "--json prints {\"folder\",\"files\",\"spoiled\":[{\"path\",\"mended\",\"why\"}]}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all is well, or was mended",
            "3:no such folder",
            "4:the node is not running",
            "7:something is spoiled and no device in reach has it whole"
        })
final class FilesVerifyCommand extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The folder; without a name, every one.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(name, "reading", () -> Connection.request("files-verify"), result -> show(session, result));
    }

    private static int show(Session session, String result) {
        var told = JsonMembers.parse(result);
        var spoiled = told.list("spoiled");
        session.print(
                told.text("folder") + ": " + told.number("files", 0) + " files read, " + spoiled.size() + " spoiled");
        int status = ExitStatus.DONE;
        for (String each : spoiled) {
            var file = JsonMembers.parse(each);
            boolean mended = file.flag("mended");
            session.print((mended ? "mended  " : "spoiled  ")
                    + file.text("path")
                    + file.optionalText("why").map(why -> "  (" + why + ")").orElse(""));
            status = mended ? status : ExitStatus.PARTLY_DONE;
        }
        return status;
    }
}
