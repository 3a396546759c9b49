package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the log, or changes what is logged. */
@Command(
        name = "log",
        customSynopsis = {
            "till log [--lines N] [--follow] [GLOBAL OPTIONS]",
            "till log --debug PACKAGE | --reset [GLOBAL OPTIONS]"
        },
        description = {
            "Show the node's log, or change what is logged.",
            "Show the end of the node's log, also when it is not running.",
            "With --debug PACKAGE, let the running node log that package in full from now on; --reset "
                    + "takes all of that back. PACKAGE is one of till's, such as journal or replication, or a whole "
                    + "name such as org.apache.pekko.remote."
        },
        footer = {"", "Examples:", "  till log --follow", "  till log --debug replication", "  till log --reset"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "2:bad usage", "3:there is no log yet", "4:the node is not running"})
final class LogCommand extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "PACKAGE", description = "What --debug is for.")
    private String name;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Show so many lines. Default: 50.")
    private int lines = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing lines as they come.")
    private boolean follow;

    @Option(names = "--reset", description = "Log as configured again.")
    private boolean reset;

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        if (reset || session.debug()) {
            return level(session);
        }
        if (name != null) {
            throw new IllegalArgumentException("package: '" + name + "' (expected: --debug before it)");
        }
        Path file = session.home().resolve("logs").resolve("till.log");
        if (!Files.exists(file)) {
            throw new CommandFailure(
                    ExitStatus.NO_SUCH_THING, "no log yet: " + file + "; start the node with `till up`");
        }
        new LogTail(file, session.out()).show(lines, follow);
        return ExitStatus.DONE;
    }

    private int level(Session session) throws IOException, Refusal {
        if (!reset && name == null) {
            throw new IllegalArgumentException("--debug: no package (expected: one such as replication)");
        }
        var request = Connection.request("log");
        var result = session.call(reset ? request.flag("reset", true) : request.text("package", name));
        if (session.json()) {
            session.print(result);
        } else if (reset) {
            session.say("logging as configured");
        } else {
            var members = JsonMembers.parse(result);
            session.say("logging " + members.text("package") + " at " + members.text("level"));
        }
        return ExitStatus.DONE;
    }
}
