package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.ShellWords;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the real ssh. */
@Command(
        name = "ssh",
        description = {
            "Open a shell on a host, with the real ssh and till's configuration.",
            "What follows -- is run instead of a shell, word by word as it is."
        },
        customSynopsis = "Usage: till host ssh NAME [-- COMMAND [ARGUMENT...]]",
        footer = {"", "Examples:", "  till host ssh m2", "  till host ssh m2 -- tail -f /var/log/syslog"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "N:what ssh says: that of the command, 255 when the host was not reached",
            "2:bad usage",
            "3:no such host, or no key yet",
            "4:the node is not running",
            "6:the record of the host lacks a valid user or address"
        })
final class HostSshCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the host, in any case.")
    private String name;

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var way = JsonMembers.parse(session.call(Connection.request("host-ssh").text("name", name)));
        var words = new ArrayList<>(List.of("ssh", "-F", way.text("config"), way.text("alias")));
        if (!session.rest().isEmpty()) {
            words.add("--");
            words.add(ShellWords.line(session.rest()));
        }
        session.out().flush();
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitStatus.FAILED, "interrupted", e);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "ssh cannot be started: " + e.getMessage() + "; is openssh-client installed?",
                    e);
        }
    }
}
