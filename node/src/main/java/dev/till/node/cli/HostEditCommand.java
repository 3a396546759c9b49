package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes where a host is reached. */
@Command(
        name = "edit",
        description = {"Change where a host is reached; what is not named stays.", "A changed host counts as untested."
        },
        footer = {"", "Examples:", "  till host edit m2 --host 192.0.2.9 --port 2222"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:changed, or nothing to change",
            "2:nothing named, or an invalid user, host or port",
            "3:no such host",
            "4:the node is not running",
            "7:changed here, but --wait ran out of time"
        })
final class HostEditCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the host, in any case.")
    private String name;

    @Option(names = "--user", paramLabel = "U", description = "Account on the host.")
    private String user;

    @Option(names = "--host", paramLabel = "H", description = "Host name or address.")
    private String host;

    @Option(names = "--port", paramLabel = "P", description = "Port of SSH.")
    private String port;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    @Override
    int run(Session session) throws IOException, Refusal {
        if (user == null && host == null && port == null) {
            throw new IllegalArgumentException("nothing to change (expected: --user, --host or --port)");
        }
        var request = Connection.request("host-edit").text("name", name);
        if (user != null) {
            request.text("user", new UserName(user).value());
        }
        if (host != null) {
            request.text("host", new HostAddress(host).value());
        }
        if (port != null) {
            request.number("port", Port.parse(port).value());
        }
        return HostOutput.changed(session, writing.send(session, request), "changed " + name);
    }
}
