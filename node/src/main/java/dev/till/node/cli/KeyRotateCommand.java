package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the key. */
@Command(
        name = "rotate",
        description = {
            "Make a new SSH key for till, and bring it to all hosts.",
            "On each host the new key is added to ~/.ssh/authorized_keys, under the conditions of the old one; then till logs in "
                    + "with the new key alone; only when that worked is the old one removed.",
            "Hosts that are away keep the old key, and so does till, beside the new one. Repeat the command when they are back: it "
                    + "goes on with the same new key until all hosts have it. Then the old one is deleted here, too."
        },
        footer = {
            "",
            "Examples:",
            "  till key rotate",
            "  till key rotate --forget        # hosts that are still away will never come back",
            "",
            "--json prints events as till host setup does."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all hosts admit the new key, and the old one no more",
            "1:none of them does",
            "3:there is no key yet",
            "4:the node is not running",
            "7:some of them do; repeat the command for the others"
        })
final class KeyRotateCommand extends Verb {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Option(names = "--parallel", paramLabel = "N", description = "So many hosts at a time. Default: 32.")
    private int parallel = 32;

    @Option(names = "--forget", description = "Only delete the old key here, although some hosts admit no other.")
    private boolean forget;

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        var request = Connection.request("key-rotate")
                .flag("all", true)
                .flag("forget", forget)
                .number("parallel", parallel)
                .number("timeout_ms", Math.max(1, patience.toMillis()));
        return new HostRun(session, false, false).follow(request, patience);
    }
}
