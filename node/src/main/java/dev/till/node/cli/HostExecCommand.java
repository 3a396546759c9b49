package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a command on hosts. */
@Command(
        name = "exec",
        description = {
            "Run a command on hosts, many at a time.",
            "What follows -- is a program and its arguments. They arrive as they are: quotes, blanks, $ and ; mean "
                    + "nothing on the way. For pipes and variables of the host, give --shell and one line.",
            "Each line of output begins with the name of its host. A failure on one host does not stop the others. "
                    + "Interrupting this command ends what it began, on the hosts too."
        },
        customSynopsis = "Usage: till host exec (NAME... | --group=G | --all) [OPTION...] -- COMMAND [ARGUMENT...]",
        footer = {
            "",
            "Examples:",
            "  till host exec m2 m3 -- uptime",
            "  till host exec --all --gather -- uname -r",
            "  till host exec --group pis --shell -- 'df -h / | tail -1'",
            "",
            "--json prints one event a line: {\"event\":\"hosts\",\"hosts\",\"line\"}, then for each host \"begin\", "
                    + "\"output\" with \"stream\" and \"text\", \"end\" with \"result\" (done, failed, unreachable, skipped), "
                    + "\"exit\", \"signal\" or \"message\", and \"seconds\"; at last \"summary\" with the four counts."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done everywhere, with status 0",
            "1:done nowhere",
            "2:bad usage",
            "3:no such host or group, or no key yet",
            "4:the node is not running",
            "7:done on some hosts, not on others"
        })
final class HostExecCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private ChosenHosts hosts = new ChosenHosts();

    @Option(names = "--shell", description = "What follows -- is one line for the shell of the remote account.")
    private boolean shell;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "Set this variable for the command.")
    private List<String> variables = List.of();

    @Option(
            names = "--gather",
            description = "Show the output when all is done, once for all hosts where it is the same.")
    private boolean gather;

    @Option(names = "--dry-run", description = "Only say which hosts these are, and what would be run.")
    private boolean dry;

    @Override
    boolean take(List<String> words) {
        return hosts.take(words);
    }

    @Override
    int option(String[] args, int at) {
        if (args[at].equals("--shell") && !shell) {
            shell = true;
        } else if (args[at].equals("--gather") && !gather) {
            gather = true;
        } else if (args[at].equals("--dry-run") && !dry) {
            dry = true;
        } else {
            return hosts.option(args, at);
        }
        return 1;
    }

    /** What is gathered is held here until the end, many times what a node may spare. */
    @Override
    boolean isServed(Terminal terminal) {
        return !gather;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var words = session.rest();
        if (words.isEmpty() || (shell && words.size() != 1)) {
            throw new IllegalArgumentException("command: " + (words.isEmpty() ? "nothing" : words.size() + " words")
                    + (shell ? " (expected: -- and one line, in quotes)" : " (expected: -- and a command)"));
        }
        var patience = session.timeoutOr(PATIENCE);
        var request = hosts.in(Connection.request("host-exec"))
                .flag("dry", dry)
                .number("timeout_ms", Math.max(1, patience.toMillis()))
                .open("env", '[');
        variables.forEach(request::text);
        request.close(']');
        if (shell) {
            request.text("shell", words.get(0));
        } else {
            request.open("command", '[');
            words.forEach(request::text);
            request.close(']');
        }
        return new HostRun(session, gather, dry).follow(request, patience);
    }
}
