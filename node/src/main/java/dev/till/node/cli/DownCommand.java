package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Duration LOOK = Duration.ofMillis(100);

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
        var end = process.onExit();
        long until = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0; left = until - System.nanoTime()) {
            try {
                end.get(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                if (isOnlyListed(process)) {
                    return;
                }
            } catch (InterruptedException | ExecutionException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(ExitStatus.PARTLY_DONE, "interrupted while the node was stopping", e);
            }
        }
        throw new CommandFailure(
                ExitStatus.PARTLY_DONE,
                "the node is stopping, but process " + process.pid() + " is still there after " + patience.toSeconds()
                        + " s; see `till log`");
    }

    /**
     * Whether it has ended and waits for whoever started it to take notice, which in a container may be never. What stands
     * before the state is its name, in parentheses (proc(5)); where there is no such file, nobody is only listed.
     */
    private static boolean isOnlyListed(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }
}
