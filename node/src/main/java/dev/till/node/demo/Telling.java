package dev.till.node.demo;

import dev.till.protocol.json.JsonWriter;
import java.io.PrintStream;
import java.util.Locale;

/** Tells what the demonstration does: sentences for people, or one JSON document a step. */
final class Telling {
    private final boolean json;
    private final PrintStream out;

    Telling(boolean json, PrintStream out) {
        this.json = json;
        this.out = out;
    }

    /**
     * Tells of a step.
     *
     * @param step the stable name of it
     * @param millis how long it took
     */
    void step(String step, double millis, String sentence) {
        out.println(
                json
                        ? new JsonWriter()
                                .open('{')
                                .text("step", step)
                                .raw("ms", String.format(Locale.ROOT, "%.2f", millis))
                                .text("said", sentence)
                                .close('}')
                                .toString()
                        : String.format(Locale.ROOT, "%9.2f ms  %s", millis, sentence));
        out.flush();
    }
}
