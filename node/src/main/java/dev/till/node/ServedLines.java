package dev.till.node;

import dev.till.node.api.CalledLine;
import dev.till.node.api.CommandLines;
import dev.till.node.cli.Cli;
import dev.till.node.cli.Terminal;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Runs command lines inside of the node, as clients of it like any other.
 *
 * @param home of the node
 */
record ServedLines(Path home) implements CommandLines {

    @Override
    public OptionalInt run(CalledLine line) {
        var terminal = Terminal.elsewhere(line.out(), line.err(), line.colour(), line.live(), line.asks());
        return Cli.serve(line.words().toArray(String[]::new), terminal, home, line.directory());
    }
}
