package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.time.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A component reports. */
@Command(
        name = "set",
        description = {
            "Say how a component of this device is.",
            "Say it again before its time to live is over, also when nothing has changed."
        },
        footer = {
            "",
            "Examples:",
            "  till component-status set printer --status running --version 1.4.2",
            "  till component-status set printer --status running --metric jobs=12 --ttl 1h"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:on disk here", "2:an invalid name, status, metric or duration", "4:the node is not running"})
final class ComponentStatusSetCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The component.")
    private String name;

    @Option(names = "--status", required = true, paramLabel = "S", description = "A word of its own, such as running.")
    private String status;

    @Option(names = "--version", paramLabel = "V", description = "Its version.")
    private String version;

    @Option(names = "--metric", paramLabel = "K=V", description = "A number; may be given several times.")
    private List<String> metrics = List.of();

    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long this holds; 15m by default.")
    private Duration ttl;

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("component-set").text("name", name).text("status", status);
        if (version != null) {
            request.text("version", version);
        }
        if (ttl != null) {
            request.text("ttl", DurationText.format(ttl));
        }
        request.open("metrics", '{');
        for (String metric : metrics) {
            int equals = metric.indexOf('=');
            if (equals < 1 || !metric.substring(equals + 1).matches("-?[0-9][0-9.eE+-]*")) {
                throw new IllegalArgumentException("--metric: '" + metric + "' (expected: NAME=NUMBER)");
            }
            request.raw(metric.substring(0, equals), metric.substring(equals + 1));
        }
        var result = session.call(request.close('}'));
        if (session.json()) {
            session.print(result);
        }
        return ExitStatus.DONE;
    }
}
