package dev.till.node.cli;

import dev.till.node.client.Bulk;
import dev.till.node.client.Receipt;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.SocketProtocol;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes registers in bulk. */
@Command(
        name = "apply",
        description = {
            "Write registers in bulk, from JSON lines.",
            "Write registers in bulk: one {\"entity\",\"field\",\"value\"} a line, or "
                    + "{\"entity\",\"field\",\"deleted\":true}.",
            "Any number of lines, in bounded memory. Returns when all are on this machine's disk. The "
                    + "first bad line ends it: all lines before it are written, none after it, and the message says "
                    + "which line it was."
        },
        footer = {
            "",
            "Examples:",
            "  till apply fields.jsonl",
            "  till export --format jsonl companies | till apply - --home /other/home",
            "",
            "A line may carry \"at\", an ISO-8601 time: then it is written only when newer than what is known.",
            "--json prints {\"lines\",\"written\",\"skipped\",\"seconds\",\"per_second\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all written, or skipped as older",
            "1:nothing written: the disk is full or broken",
            "2:nothing written: the first line is bad",
            "3:no such file",
            "4:the node is not running",
            "7:written up to the bad line that the message names"
        })
final class ApplyCommand extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "A file of JSON lines, or - for stdin.")
    private String file;

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var progress = new Progress(session.terminal());
        try (var in = new LineInput(Input.open(file, session.terminal()), SocketProtocol.MAX_LINE_BYTES);
                var bulk = Bulk.over(session.connect(session.timeout(), "waiting for the disk"))) {
            String line;
            while ((line = next(in, bulk)) != null) {
                bulk.addLine(line);
                progress.count(bulk.lines(), "lines");
            }
            report(session, bulk.finish(), progress);
        } finally {
            progress.end();
        }
        return ExitStatus.DONE;
    }

    private static String next(LineInput in, Bulk bulk) throws IOException, Refusal, CommandFailure {
        try {
            return in.next();
        } catch (IllegalArgumentException e) {
            var before = bulk.finish();
            throw new CommandFailure(
                    before.lines() == 0 ? ExitStatus.BAD_USAGE : ExitStatus.PARTLY_DONE,
                    "line " + in.number() + ": " + e.getMessage() + "; " + before.written() + " written and "
                            + before.skipped() + " skipped as older before it, the rest not applied",
                    e);
        }
    }

    private static void report(Session session, Receipt done, Progress progress) {
        progress.end();
        if (session.json()) {
            session.print(new JsonWriter()
                    .open('{')
                    .number("lines", done.lines())
                    .number("written", done.written())
                    .number("skipped", done.skipped())
                    .raw("seconds", Seconds.text(progress.seconds()))
                    .number("per_second", progress.perSecond(done.lines()))
                    .close('}')
                    .toString());
        } else {
            session.print("applied " + done.lines() + " lines in " + Seconds.text(progress.seconds()) + " s, "
                    + progress.perSecond(done.lines()) + "/s: " + done.written() + " written, " + done.skipped()
                    + " skipped as older");
        }
    }
}
