package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** Stops the node. */
@Command(
        name = "down",
        description = {
            "Stop the node.",
            "Stops cleanly, and returns when the node has stopped.",
            "Everything set is on disk."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:stopped",
            "4:the node was not running",
            "7:told to stop, but not gone within --timeout (default 1m)"
        })
final class DownCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var patience = session.timeoutOr(PATIENCE);
        long pid;
        try (Connection connection = session.connect(patience, "stopping the node")) {
            pid = JsonMembers.parse(connection.call(Connection.request("down"))).number("pid", 0);
            connection.awaitEnd();
        }
        // A node inside this very process stops without the process ending.
        Optional<ProcessHandle> process =
                pid == ProcessHandle.current().pid() ? Optional.empty() : ProcessHandle.of(pid);
        if (process.isPresent()) {
            awaitEnd(process.get(), patience);
        }
        if (session.json()) {
            session.print("{\"stopped\":true}");
        } else {
            session.say("stopped");
        }
        return ExitStatus.DONE;
    }

    private static void awaitEnd(ProcessHandle process, Duration patience) throws CommandFailure {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    ExitStatus.PARTLY_DONE,
                    "the node is stopping, but process " + process.pid() + " is still there after "
                            + patience.toSeconds() + " s; see `till log`",
                    e);
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitStatus.PARTLY_DONE, "interrupted while the node was stopping", e);
        }
    }
}
