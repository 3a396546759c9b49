package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.client.NodeUnreachableException;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a backup of the home. */
@Command(
        name = "backup",
        description = {
            "Back up this node into one file.",
            "The node may be running; it goes on meanwhile. All that was acknowledged before is in the backup.",
            "The file holds the device key: whoever has it can be this device. It is made with mode 0600, and only "
                    + "when it is whole."
        },
        footer = {"", "Examples:", "  till backup /media/stick/till-m4", "", "--json prints {\"file\",\"bytes\"}."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:backed up",
            "1:failed; there is no FILE",
            "3:no node has run in this home, or there is no directory for FILE",
            "5:FILE may not be written",
            "6:FILE is there already",
            "7:not done within --timeout (default 1h)"
        })
final class BackupCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofHours(1);

    @Parameters(index = "0", paramLabel = "FILE", description = "Where to; must not be there yet.")
    private Path file;

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var target = file.toAbsolutePath().normalize();
        var progress = new Progress(session.terminal());
        var result = backUp(session, target, progress);
        progress.end();
        if (session.json()) {
            session.print(result);
        } else {
            session.print("backed up into " + target + ", "
                    + JsonMembers.parse(result).number("bytes", 0)
                    + " bytes; keep it as secret as the device key in it");
        }
        return ExitStatus.DONE;
    }

    private static String backUp(Session session, Path target, Progress progress)
            throws IOException, Refusal, CommandFailure {
        var patience = session.timeoutOr(PATIENCE);
        try (var connection = session.connect(patience, "backing up")) {
            var request = Connection.request("backup")
                    .text("file", target.toString())
                    .number("timeout_ms", Math.max(1, patience.toMillis()));
            return connection.call(
                    request, item -> progress.count(JsonMembers.parse(item).number("bytes", 0), "bytes"));
        } catch (NodeUnreachableException e) {
            if (e.reason() != Reason.UNREACHABLE) {
                throw e;
            }
        }
        long bytes = session.starter().backUp(session.home(), target, done -> progress.count(done, "bytes"));
        return new JsonWriter()
                .open('{')
                .text("file", target.toString())
                .number("bytes", bytes)
                .close('}')
                .toString();
    }
}
