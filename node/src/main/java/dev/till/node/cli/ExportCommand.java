package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes registers in forms that other systems, and till import, read. */
@Command(
        name = "export",
        description = {
            "Write registers in forms that other systems and till import read.",
            "Export registers within PREFIX, to stdout or into a directory:",
            "  usv          a log of USV records, deletions included; cocli reads it, and till import without loss",
            "  jsonl        the same as JSON lines",
            "  hosts-local  hosts and groups as a hosts-local.json",
            "  index-md     companies as directories of _index.md and tags.lst; needs --to"
        },
        footer = {
            "",
            "Examples:",
            "  till export --format usv >all.usv",
            "  till export --format jsonl companies --to backup/",
            "  till export --format hosts-local --to ~/.till",
            "",
            "With --to the files are till.usv, till.jsonl, hosts-local.json, or a directory for each company, and --json",
            "prints {\"format\",\"written\",\"files\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:exported",
            "1:not written: the disk is full or broken",
            "2:bad usage",
            "4:the node is not running",
            "5:not permitted to write there"
        })
final class ExportCommand extends Verb {
    /** What to write. */
    enum Format {
        USV("till.usv"),
        JSONL("till.jsonl"),
        HOSTS_LOCAL("hosts-local.json"),
        INDEX_MD("");

        private final String file;

        Format(String file) {
            this.file = file;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "usv, jsonl, hosts-local or index-md.")
    private Format format;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PREFIX",
            description = "What to export; all but till's own by default.")
    private String prefix = "";

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Write files into this directory, which is made if needed.")
    private Path to;

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        if (format == Format.INDEX_MD) {
            return companies(session);
        }
        if (to == null) {
            write(session, session.out());
            return ExitStatus.DONE;
        }
        Files.createDirectories(to);
        var file = to.resolve(format.file);
        var partial = to.resolve("." + format.file + ".partial");
        long written;
        try (OutputStream out = Files.newOutputStream(partial);
                var printer = new PrintStream(new BufferedOutputStream(out, 1 << 16), false, StandardCharsets.UTF_8)) {
            written = write(session, printer);
            if (printer.checkError()) {
                throw new CommandFailure(ExitStatus.FAILED, partial + ": could not be written; is the disk full?");
            }
        }
        // Whoever reads the file finds the old one or the new one, never half of it.
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        report(session, written, 1, file);
        return ExitStatus.DONE;
    }

    private long write(Session session, PrintStream out) throws IOException, Refusal {
        if (format == Format.HOSTS_LOCAL) {
            out.append(JsonMembers.parse(session.call(Connection.request("hosts-document")))
                    .text("document"));
            return 1;
        }
        var progress = new Progress(session.terminal());
        long[] count = {0};
        var end = format == Format.USV ? "" : "\n";
        session.call(
                Connection.request("scan")
                        .text("prefix", prefix)
                        .flag("deleted", true)
                        .text("as", format.toString()),
                item -> {
                    out.append(JsonWriter.plain(item)).append(end);
                    progress.count(++count[0], "registers");
                });
        progress.end();
        return count[0];
    }

    private int companies(Session session) throws IOException, Refusal {
        if (to == null) {
            throw new IllegalArgumentException("--to: missing (expected: a directory, for index-md)");
        }
        var tree = new CompanyTree(to, session);
        session.call(Connection.request("scan").text("prefix", prefix.isEmpty() ? "companies" : prefix), tree::take);
        tree.finish();
        report(session, tree.companies(), tree.files(), to);
        return ExitStatus.DONE;
    }

    private void report(Session session, long written, long files, Path where) {
        if (session.json()) {
            session.print(new JsonWriter()
                    .open('{')
                    .text("format", format.toString())
                    .number("written", written)
                    .number("files", files)
                    .close('}')
                    .toString());
        } else {
            session.say("exported " + written + " to " + where);
        }
    }
}
