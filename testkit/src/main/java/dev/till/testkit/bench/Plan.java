package dev.till.testkit.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * How much to measure.
 *
 * @param rounds measured rounds, each with every system once
 * @param quick a fraction of the work, to see that all of it runs; its figures prove nothing
 * @param parts which parts of a benchmark that has some
 * @param directory where the systems may put their files
 */
record Plan(int rounds, boolean quick, List<String> parts, Path directory) {

    Plan {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: " + rounds + " (expected: 1 or more)");
        }
        parts = List.copyOf(parts);
    }

    /** The first when all is to be measured, the second when quick. */
    int whole(int whole, int quickly) {
        return quick ? quickly : whole;
    }

    /** Tells the person who waits. */
    void progress(String what) {
        System.err.println("bench: " + what);
    }
}
