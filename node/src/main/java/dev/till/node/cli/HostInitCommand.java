package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Makes what reaching hosts needs. */
@Command(
        name = "init",
        description = {
            "Make till's SSH key and configuration; what is there is kept.",
            "In the directory ssh of the home: an Ed25519 key without a passphrase, a configuration with one block "
                    + "for each host, and the keys of hosts, which are accepted when they are first seen and no other after that.",
            "The configuration follows the hosts, wherever they are changed. What you write into it outside of till's "
                    + "marks is kept."
        },
        footer = {
            "",
            "Examples:",
            "  till host init",
            "  ssh -F ~/.till/ssh/config till-m2",
            "",
            "--json prints {\"key\",\"fingerprint\",\"file\",\"config\",\"known_hosts\",\"made\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it is all there",
            "1:a file cannot be read or written, or the home's path is one that ssh cannot read",
            "4:the node is not running"
        })
final class HostInitCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("host-init"));
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var key = JsonMembers.parse(result);
        session.say((key.flag("made") ? "made the key " : "kept the key ") + key.text("file"));
        session.say("a host admits till when this line is in its ~/.ssh/authorized_keys:");
        session.print(key.text("key"));
        return ExitStatus.DONE;
    }
}
