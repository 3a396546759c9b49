package dev.till.node.cli;

import java.io.PrintStream;

/** Prints a JSON array element by element, one a line, so that any number passes through bounded memory. */
final class JsonArray {
    private final PrintStream out;
    private boolean empty = true;

    JsonArray(PrintStream out) {
        this.out = out;
        out.append('[');
    }

    void add(String json) {
        out.append(empty ? "\n" : ",\n").append(json);
        empty = false;
    }

    void end() {
        out.append(empty ? "]\n" : "\n]\n");
    }
}
