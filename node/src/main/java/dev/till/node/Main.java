package dev.till.node;

import dev.till.node.cli.Cli;
import dev.till.node.cli.Terminal;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name and ends with its exit status. */
    public static void main(String[] args) {
        // Only a command that needs the node itself makes the starter, and with it loads what a node is made of.
        int status = Cli.run(args, Terminal.ofProcess(), NodeProcess::new);
        if (status != 0) {
            System.exit(status);
        }
    }
}
