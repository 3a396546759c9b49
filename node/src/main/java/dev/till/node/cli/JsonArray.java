package dev.till.node.cli;

import java.io.PrintStream;

/** Prints a JSON array element by element, one a line, so that any number passes through bounded memory. */
final class JsonArray {
    private final PrintStream out;
    private final boolean wanted;
    private boolean empty = true;

    JsonArray(PrintStream out) {
        this(out, true);
    }

    /** @param wanted whether it is printed at all */
    JsonArray(PrintStream out, boolean wanted) {
        this.out = out;
        this.wanted = wanted;
        print("[");
    }

    void add(String json) {
        print(empty ? "\n" : ",\n");
        print(json);
        empty = false;
    }

    void end() {
        print(empty ? "]\n" : "\n]\n");
    }

    private void print(String text) {
        if (wanted) {
            out.append(text);
        }
    }
}
