package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;
import picocli.CommandLine.Command;

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
final class FilesVerifyCommand extends FolderQuestion {
    FilesVerifyCommand() {
        super("files-verify", "reading");
    }

    @Override
    FilesCall.Show show(Session session) {
        return new Verified(session);
    }

    /** What was read, and what was spoiled. */
    private record Verified(Session session) implements FilesCall.Show {
        @Override
        public int text(String result) {
            var told = JsonMembers.parse(result);
            var spoiled = told.list("spoiled");
            session.print(told.text("folder") + ": " + told.number("files", 0) + " files read, " + spoiled.size()
                    + " spoiled");
            for (String each : spoiled) {
                var file = JsonMembers.parse(each);
                session.print((file.flag("mended") ? "mended  " : "spoiled  ")
                        + file.text("path")
                        + file.optionalText("why").map(why -> "  (" + why + ")").orElse(""));
            }
            return status(result);
        }

        @Override
        public int status(String result) {
            boolean mended = JsonMembers.parse(result).list("spoiled").stream()
                    .allMatch(each -> JsonMembers.parse(each).flag("mended"));
            return mended ? ExitStatus.DONE : ExitStatus.PARTLY_DONE;
        }
    }
}
