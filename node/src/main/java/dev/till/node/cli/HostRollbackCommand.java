package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes back to the release before. */
@Command(
        name = "rollback",
        description = {
            "Go back to the release that was in use before, on hosts that were deployed to.",
            "Nothing is copied: current leads to the other directory, at once. Repeated, it goes further back, as far as "
                    + "releases are kept."
        },
        footer = {
            "",
            "Examples:",
            "  till host rollback m2",
            "  till host rollback --group web --to /srv/app --health './check --quick'",
            "",
            "--json prints events as till host deploy does."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of them went back",
            "1:none of them did",
            "2:bad usage",
            "3:no such host or group, or no key yet",
            "4:the node is not running",
            "7:some of them did"
        })
final class HostRollbackCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private ChosenHosts hosts = new ChosenHosts();

    @Option(
            names = "--to",
            paramLabel = "PATH",
            description = "Where releases are kept, as till host deploy was told. Default: the only place there is.")
    private String to;

    @Option(
            names = "--health",
            paramLabel = "COMMAND",
            description =
                    "A line for the shell of the host, run in the release before; when it fails, all stays as it was.")
    private String health;

    @Option(names = "--dry-run", description = "Only say to which release.")
    private boolean dry;

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        var request = hosts.in(Connection.request("host-rollback"))
                .flag("dry", dry)
                .number("timeout_ms", Math.max(1, patience.toMillis()));
        if (to != null) {
            request.text("to", to);
        }
        if (health != null) {
            request.text("health", health);
        }
        return new HostRun(session, false, false).follow(request, patience);
    }
}
