package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Removes the schedule. */
@Command(
        name = "off",
        description = "Let this node sync by itself no more. The schedule and its history are removed.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:there is none any more", "1:schedule.json cannot be written", "4:the node is not running"})
final class ScheduleOffCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        ScheduleShowCommand.print(session, session.call(Connection.request("schedule-off")));
        return ExitStatus.DONE;
    }
}
