package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries hosts. */
@Command(
        name = "test",
        description = {
            "Try hosts step by step, and ask them what they are.",
            "The steps: the name has an address (name), SSH answers there (port), it is who it was (host-key), it admits "
                    + "us (admission), and commands run (session). Then: is there till, Java of at least 17, and room on the disk. Nothing is "
                    + "changed on the host. Its status, the version of till and what it calls itself are recorded for the fleet."
        },
        footer = {
            "",
            "Examples:",
            "  till host test m2",
            "  till host test --all --json",
            "",
            "--json prints one host a line: {\"host\",\"result\",\"checks\":[{\"check\",\"ok\",\"required\",\"detail\"}]}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:commands can be run on all of them",
            "1:on none of them",
            "2:bad usage",
            "3:no such host or group, or no key yet",
            "4:the node is not running",
            "7:on some of them"
        })
final class HostTestCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Mixin
    private ChosenHosts hosts = new ChosenHosts();

    @Override
    boolean take(List<String> words) {
        return hosts.take(words);
    }

    @Override
    int option(String[] args, int at) {
        return hosts.option(args, at);
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        var request = hosts.in(Connection.request("host-test")).number("timeout_ms", Math.max(1, patience.toMillis()));
        try (var connection = session.connect(patience.plusMinutes(1), "testing")) {
            var counts = JsonMembers.parse(connection.call(request, item -> show(session, item)));
            long done = counts.number("done", 0);
            long missed = counts.number("failed", 0) + counts.number("unreachable", 0) + counts.number("skipped", 0);
            if (missed == 0) {
                return ExitStatus.DONE;
            }
            return done == 0 ? ExitStatus.FAILED : ExitStatus.PARTLY_DONE;
        }
    }

    private static void show(Session session, String item) {
        session.print(session.json() ? item : line(item));
        session.out().flush();
    }

    /** What came of one host, on one line. */
    static String line(String item) {
        var host = JsonMembers.parse(item);
        return host.text("host") + ": " + host.text("result") + ": " + checks(host.list("checks"));
    }

    private static String checks(List<String> checks) {
        return checks.stream()
                .map(JsonMembers::parse)
                .map(check -> check.text("check")
                        + (check.flag("ok") ? " ok" : " FAILED")
                        + check.optionalText("detail")
                                .map(detail -> " (" + detail + ")")
                                .orElse(""))
                .collect(Collectors.joining(", "));
    }
}
