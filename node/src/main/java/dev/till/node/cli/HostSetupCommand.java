package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes hosts devices of the fleet. */
@Command(
        name = "setup",
        description = {
            "Put till on hosts, start it, and let them into the fleet.",
            "A host needs SSH, bash, tar, a JDK of at least 17 and 512 MiB of room; what is missing is said before anything "
                    + "is changed. This till itself is copied, into ~/.local/share/till there, and ~/.local/bin/till leads to it; "
                    + "the host downloads nothing. Its node is started, enrolled over this connection under the name of the host, "
                    + "and waited for until it is a peer.",
            "It can be repeated at any time: what is done is left, what is older is replaced and its node restarted, what is "
                    + "newer is kept. A release that does not start gives way to the one before it."
        },
        footer = {
            "",
            "Examples:",
            "  till host setup m2",
            "  till host setup --all --dry-run",
            "  till host setup m2 --from-git https://git.example.org/till.git",
            "",
            "--json prints one event a line: {\"event\":\"hosts\",\"hosts\"}, then for each host any number of \"step\" with "
                    + "\"step\", and \"end\" with \"result\" (done, failed, unreachable, skipped), \"message\" and \"seconds\"; "
                    + "at last \"summary\" with the four counts."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of them are devices of the fleet, and peers",
            "1:none of them is",
            "2:bad usage",
            "3:no such host or group, or no key yet",
            "4:the node is not running",
            "5:this device is no admin of its fleet",
            "7:some of them are"
        })
final class HostSetupCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Mixin
    private ChosenHosts hosts = new ChosenHosts();

    @Option(
            names = "--from-git",
            paramLabel = "URL",
            description = "Let the host build till from this repository, which takes git and the network there.")
    private String git;

    @Option(names = "--dry-run", description = "Only look at the hosts, and say what would be done.")
    private boolean dry;

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        var request = hosts.in(Connection.request("host-setup"))
                .flag("dry", dry)
                .number("timeout_ms", Math.max(1, patience.toMillis()));
        if (git != null) {
            request.text("git", git);
        }
        return new HostRun(session, false, false).follow(request, patience);
    }
}
