package dev.till.node.cli;

import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a home from a backup. */
@Command(
        name = "restore",
        description = {
            "Make the home from a backup.",
            "Only where there is no home yet. Everything is checked before anything is written, and the home is there "
                    + "whole or not at all.",
            "The restored node is the very device that was backed up: never run both. What it wrote after the backup "
                    + "it takes back from its peers, and it numbers new writes anew."
        },
        footer = {
            "",
            "Examples:",
            "  till restore /media/stick/till-m4",
            "  till --home /srv/till restore till-m4",
            "",
            "--json prints {\"home\",\"name\",\"device\",\"fleet\",\"created\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:restored",
            "1:FILE is no backup, is cut off, altered, or of a newer till; or writing failed. Nothing was restored",
            "3:no such FILE",
            "5:FILE may not be read, or the home not be written",
            "6:there is a home already"
        })
final class RestoreCommand extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "What till backup wrote.")
    private Path file;

    @Override
    int run(Session session) throws IOException, CommandFailure {
        var progress = new Progress(session.terminal());
        var restored =
                session.starter().restore(file.toAbsolutePath(), session.home(), done -> progress.count(done, "bytes"));
        progress.end();
        if (session.json()) {
            session.print(new JsonWriter()
                    .open('{')
                    .text("home", session.home().toString())
                    .text("name", restored.name())
                    .text("device", restored.device())
                    .text("fleet", restored.fleet())
                    .text("created", restored.created())
                    .close('}')
                    .toString());
        } else {
            session.print("restored " + restored.name() + " as it was at " + restored.created() + " into "
                    + session.home() + "; start it with `till up`, and nowhere else");
        }
        return ExitStatus.DONE;
    }
}
