package dev.till.node.cli;

import dev.till.node.client.Bulk;
import dev.till.node.client.Connection;
import dev.till.node.client.Receipt;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings in what other systems, or other fleets, wrote. */
@Command(
        name = "import",
        description = {
            "Bring in what other systems and other fleets wrote.",
            "Import files, or directories of them: cocli's USV logs of all three generations, "
                    + "hosts-local.json, company trees (_index.md and tags.lst), and what till export wrote.",
            "What a file is, is told by its content. Records keep their own times: one that is older than "
                    + "what is known, or the same, is skipped, so importing twice changes nothing. Control records "
                    + "are counted and skipped. A bad record is reported with its file and byte offset and does not "
                    + "lose the rest; a torn tail is left for the next import."
        },
        footer = {
            "",
            "Examples:",
            "  till import ~/.cocli/wal",
            "  till import hosts-local.json companies/ --dry-run",
            "",
            "--json prints {\"dry_run\",\"files\",\"records\",\"applied\",\"older\",\"control\",\"hosts\",\"bad\",\"torn\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:imported",
            "1:nothing to import, or the disk is full or broken",
            "2:bad usage",
            "3:no such file",
            "4:the node is not running",
            "7:imported, but some records were bad"
        })
final class ImportCommand extends Verb {
    @Parameters(index = "0..*", arity = "1..*", paramLabel = "FILE", description = "Files and directories.")
    private List<Path> files;

    @Option(names = "--dry-run", description = "Write nothing; only say what would be written.")
    private boolean dry;

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var found = ImportFiles.under(files);
        var progress = new Progress(session.terminal());
        var harvest = new Harvest();
        Receipt done;
        try (Connection connection = session.connect(session.timeout(), "waiting for the disk")) {
            var bulk = Bulk.over(connection, dry);
            var importer = new Importer(session, bulk, harvest, progress, dry);
            for (ImportFiles.Found file : found) {
                importer.take(file);
            }
            done = bulk.finish();
        } finally {
            progress.end();
        }
        session.print(
                session.json()
                        ? harvest.json(done.written(), done.skipped(), dry)
                        : harvest.text(done.written(), done.skipped(), dry));
        return harvest.isWhole() ? ExitStatus.DONE : ExitStatus.PARTLY_DONE;
    }
}
