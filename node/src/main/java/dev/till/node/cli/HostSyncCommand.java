package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Syncs hosts. */
@Command(
        name = "sync",
        description = {
            "Pull working copies of git on hosts, then run till sync there.",
            "Which ones stands in the record of each host, till set hosts/m2 sync_paths '[\"app\"]', and --path names more. They are "
                    + "pulled by git pull --ff-only; one that has changes of its own is left alone, and its changes are told.",
            "With --legacy the lists of hosts are exchanged instead, with an installation of the older kind: its "
                    + "hosts-local.json is merged here, and ours by its own till host merge there."
        },
        footer = {
            "",
            "Examples:",
            "  till host sync --all",
            "  till host sync m2 --path src/app --path /srv/site",
            "  till host sync m4 --legacy",
            "",
            "--json prints events as till host setup does."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of them are up to date",
            "1:none of them is",
            "2:bad usage",
            "3:no such host or group, or no key yet",
            "4:the node is not running",
            "7:some of them are"
        })
final class HostSyncCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private ChosenHosts hosts = new ChosenHosts();

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "A working copy on the hosts, below the home unless it begins with /; may be given several times.")
    private List<String> paths = List.of();

    @Option(names = "--legacy", description = "Exchange lists of hosts with installations of the older kind.")
    private boolean legacy;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dry;

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        var request = hosts.in(Connection.request("host-sync"))
                .flag("dry", dry)
                .flag("legacy", legacy)
                .number("timeout_ms", Math.max(1, patience.toMillis()))
                .open("paths", '[');
        paths.forEach(request::text);
        return new HostRun(session, false, false).follow(request.close(']'), patience);
    }
}
