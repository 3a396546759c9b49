package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostName;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a host. */
@Command(
        name = "remove",
        description = {
            "Remove a host, on every device.",
            "A removed host shows under till host list --all for 30 days, and can be added again at any time."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:removed",
            "1:not cleaned up there, and so not removed",
            "2:an invalid name",
            "3:no such host",
            "4:the node is not running",
            "7:removed here, but --wait ran out of time"
        })
final class HostRemoveCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the host, in any case.")
    private String name;

    @Option(
            names = "--clean-remote",
            description =
                    "First stop the node that till host setup started there, and remove till's programs and our key; "
                            + "when that fails, the host stays.")
    private boolean clean;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    @Override
    int run(Session session) throws IOException, Refusal {
        if (clean) {
            var cleaning = Connection.request("host-clean")
                    .open("hosts", '[')
                    .text(new HostName(name).value())
                    .close(']')
                    .number("timeout_ms", PATIENCE.toMillis());
            int status = new HostRun(session, false, false).follow(cleaning, PATIENCE);
            if (status != ExitStatus.DONE) {
                return status;
            }
        }
        var request = Connection.request("host-remove").text("name", name);
        return HostOutput.changed(session, writing.send(session, request), "removed " + name);
    }
}
