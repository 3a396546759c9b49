package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.client.Watch;
import dev.till.node.socket.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows changes until interrupted. */
@Command(
        name = "watch",
        description = {
            "Follow changes.",
            "Print every change within PREFIX as it comes, one a line, until interrupted or the node goes " + "down.",
            "Revisions count what this node has journaled. With --since, what came after that revision is "
                    + "printed first, so a watcher that remembers the last revision it saw misses nothing."
        },
        footer = {
            "",
            "Examples:",
            "  till watch",
            "  till watch hosts --json",
            "  till watch companies --since 4711",
            "",
            "--json lines have the keys of till get --json, and \"deleted\":true when so."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"1:the node went down", "2:bad usage", "4:the node is not running"})
final class WatchCommand extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PREFIX",
            description = "What to watch; everything by default.")
    private String prefix = "";

    @Option(names = "--since", paramLabel = "REVISION", description = "Begin after this revision; 0 is the very start.")
    private long since = -1;

    @Override
    boolean take(List<String> words) {
        prefix = words.isEmpty() ? "" : words.get(0);
        return words.size() < 2;
    }

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        try (Watch watch = Watch.over(Connection.open(session.home(), session.waiting()), prefix, since)) {
            while (true) {
                var change = watch.nextJson();
                session.print(session.json() ? change : ChangeLine.of(change));
                // The next one may be hours away.
                if (session.out().checkError()) {
                    return ExitStatus.DONE;
                }
            }
        } catch (EOFException e) {
            throw new CommandFailure(
                    ExitStatus.FAILED, "the node went down; watch again with --since to miss nothing", e);
        }
    }
}
