package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings a directory to hosts. */
@Command(
        name = "deploy",
        description = {
            "Bring a directory to hosts, as a release that is switched to when it is whole.",
            "The real rsync copies it into PATH/releases/ID on each host; files that did not change are hard links to those of "
                    + "the release before. Then PATH/current leads to it, and the health command runs there; when that fails, "
                    + "current leads back. A host that has the same already is left as it is.",
            "How far each host has come is kept in registers below deployments/: a deployment that was interrupted goes on when "
                    + "the command is repeated. till host rollback goes back to the release before."
        },
        footer = {
            "",
            "Examples:",
            "  till host deploy m2 m3 --from site",
            "  till host deploy --group web --from build/app --to /srv/app --health './check --quick'",
            "  till host deploy --all --from site --exclude '*.map' --dry-run",
            "",
            "--json prints one event a line: {\"event\":\"hosts\",\"hosts\"}, then for each host any number of \"step\" with "
                    + "\"step\", with --dry-run \"output\" with \"text\" (what rsync would change, as its --itemize-changes says it), "
                    + "and \"end\" with \"result\" (done, failed, unreachable, skipped), \"message\" and \"seconds\"; at last "
                    + "\"summary\" with the four counts."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:in use on all of them",
            "1:on none of them",
            "2:bad usage",
            "3:no such directory, host or group, or no key yet",
            "4:the node is not running",
            "7:on some of them"
        })
final class HostDeployCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final List<String> DEFAULTS = List.of(".git", "*.pyc", "__pycache__", "logs/", "tmp/");

    @Mixin
    private ChosenHosts hosts = new ChosenHosts();

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The directory, on this machine.")
    private Path from;

    @Option(
            names = "--to",
            paramLabel = "PATH",
            description = "Where releases are kept on the hosts, below the home unless it begins with /. Default: the "
                    + "name of DIR.")
    private String to;

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Leave these out, as rsync does; may be given several times.")
    private List<String> excludes = List.of();

    @Option(
            names = "--all-files",
            description = "Also copy .git, *.pyc, __pycache__, logs/ and tmp/, which are left out otherwise.")
    private boolean allFiles;

    @Option(
            names = "--health",
            paramLabel = "COMMAND",
            description = "A line for the shell of the host, run in the new release; it has to end with status 0.")
    private String health;

    @Option(names = "--keep", paramLabel = "N", description = "So many releases stay on a host, from 2. Default: 5.")
    private int keep = 5;

    @Option(names = "--compress", description = "Compress on the way, for slow lines.")
    private boolean compress;

    @Option(names = "--dry-run", description = "Only say what would change; change nothing, there or here.")
    private boolean dry;

    @Override
    boolean take(List<String> words) {
        return from != null && hosts.take(words);
    }

    @Override
    int option(String[] args, int at) {
        var value = at + 1 < args.length && !args[at + 1].startsWith("-") ? args[at + 1] : null;
        if (args[at].equals("--from") && from == null && value != null && value.indexOf('\0') < 0) {
            from = Path.of(value);
            return 2;
        }
        if (args[at].equals("--to") && to == null && value != null) {
            to = value;
            return 2;
        }
        if (args[at].equals("--health") && health == null && value != null) {
            health = value;
            return 2;
        }
        if (args[at].equals("--all-files") && !allFiles) {
            allFiles = true;
            return 1;
        }
        if (args[at].equals("--dry-run") && !dry) {
            dry = true;
            return 1;
        }
        return hosts.option(args, at);
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        var directory = session.path(from);
        var request = hosts.in(Connection.request("host-deploy"))
                .flag("dry", dry)
                .flag("compress", compress)
                .number("keep", keep)
                .number("timeout_ms", Math.max(1, patience.toMillis()))
                .text("from", directory.toString())
                .text("to", to != null ? to : String.valueOf(directory.getFileName()))
                .open("exclude", '[');
        var left = new ArrayList<>(allFiles ? List.<String>of() : DEFAULTS);
        left.addAll(excludes);
        left.forEach(request::text);
        request.close(']');
        if (health != null) {
            request.text("health", health);
        }
        return new HostRun(session, false, false).follow(request, patience);
    }
}
