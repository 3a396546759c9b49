package dev.till.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what till does. */
@Command(
        name = "demo",
        description = {
            "Show what till does, on a throwaway fleet.",
            "On this machine nodes find each other, a field set on one arrives on "
                    + "the others, a conflict is resolved, a node is killed and catches up.",
            "It is cleaned up afterwards."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all of it worked", "1:something did not"})
final class DemoCommand extends Verb {
    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes, 2 to 9. Default: 3.")
    private int nodes = 3;

    @Override
    int run(Session session) throws CommandFailure {
        if (nodes < 2 || nodes > 9) {
            throw new IllegalArgumentException("--nodes: " + nodes + " (expected: 2 to 9)");
        }
        return session.starter().demo(nodes, session.json(), session.out());
    }
}
