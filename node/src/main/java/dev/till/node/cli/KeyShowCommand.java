package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the public SSH key. */
@Command(
        name = "show",
        description = {
            "Print the line for ~/.ssh/authorized_keys of a host.",
            "The fingerprint goes to stderr, as ssh-keygen -l prints it.",
            "With --restrict the line has a forced command: by it, till host test, till host sync without working copies and till's "
                    + "looking after hosts work, and nothing else "
                    + "does, neither a shell nor forwarding. The host needs sha256sum. Print it again after an upgrade of till."
        },
        footer = {
            "",
            "Examples:",
            "  till key show | ssh alice@m2.local 'cat >>.ssh/authorized_keys'",
            "",
            "--json prints {\"key\",\"fingerprint\",\"file\",\"config\",\"known_hosts\",\"made\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:printed", "1:the key cannot be read", "3:there is no key yet", "4:the node is not running"})
final class KeyShowCommand extends Verb {

    @Option(names = "--restrict", description = "A line by which the key may do little.")
    private boolean restrict;

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("key").flag("restrict", restrict));
        if (session.json()) {
            session.print(result);
        } else {
            var key = JsonMembers.parse(result);
            session.print(key.text("key"));
            session.say(key.text("fingerprint"));
        }
        return ExitStatus.DONE;
    }
}
