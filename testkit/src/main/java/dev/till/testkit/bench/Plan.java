package dev.till.testkit.bench;

import java.nio.file.Path;

/**
 * How much to measure.
 *
 * @param rounds measured rounds, each with every system once
 * @param quick a fraction of the work, to see that all of it runs; its figures prove nothing
 * @param directory where the systems may put their files
 */
record Plan(int rounds, boolean quick, Path directory) {

    Plan {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: " + rounds + " (expected: 1 or more)");
        }
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
