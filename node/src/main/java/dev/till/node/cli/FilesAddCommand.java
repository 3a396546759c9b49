package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a folder. */
@Command(
        name = "add",
        description = {
            "Take part in a folder, on this device, at ROOT.",
            "Do so on each device that is to have it. Nothing is changed before the first apply or watch; the root is made "
                    + "when it is not there, and marked.",
            "A profile says what is kept in step, one KEY = VALUE a line: path (may come often), ignore = Name GLOB or "
                    + "Path GLOB, prefer = newer, device, interactive or defer, perms, times = true or false, git = never, fetch or "
                    + "fast-forward. Its faults are told with their lines."
        },
        footer = {
            "",
            "Examples:",
            "  till files add notes ~/notes",
            "  till files add truth ~/truth --profile truth.prf",
            "  till files add published ~/site --mode send",
            "  till files add logs ~/company/logs --mode append",
            "",
            "--json prints {\"folder\",\"root\",\"mode\",\"state\",\"made\",\"warnings\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:added, or changed when it was there",
            "2:an invalid name, root, mode or profile",
            "3:no such profile",
            "4:the node is not running",
            "6:the root overlaps with that of another folder"
        })
final class FilesAddCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the folder, the same on all devices.")
    private String name;

    @Parameters(index = "1", paramLabel = "ROOT", description = "Where it lies on this device.")
    private Path root;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "What is kept in step; by default nearly everything.")
    private Path profile;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "two-way (default), send, receive, or append for logs that only grow.")
    private String mode = "two-way";

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("files-add")
                .text("folder", new FolderName(name).value())
                .text("root", root.toAbsolutePath().normalize().toString())
                .text("mode", SyncMode.parse(mode).toString());
        if (profile != null) {
            request.text("profile", Files.readString(profile));
        }
        var result = session.call(request);
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var added = JsonMembers.parse(result);
        added.list("warnings").forEach(warning -> session.say("profile: " + JsonWriter.plain(warning)));
        var made = added.flag("made") ? ", an empty directory that was not there before" : "";
        session.say("added " + added.text("folder") + " at " + added.text("root") + made + "; next: till files plan "
                + added.text("folder"));
        return ExitStatus.DONE;
    }
}
