package dev.till.testkit.bench;

import java.util.function.Consumer;

/** One end of a replicated key-value system, as the benchmarks use it. */
interface Contender extends AutoCloseable {

    /** Writes one value and waits for the acknowledgement. */
    void put(String key, String value) throws Exception;

    /** Writes {@code updates} values over {@code keys} keys as fast as can be, and waits for all acknowledgements. */
    void burst(int updates, int keys) throws Exception;

    /** Tells every value that arrives at this end from now on; returns once it listens. */
    void watch(Consumer<String> onValue) throws Exception;

    /** Answers what only this system understands, such as an invitation. */
    default String ask(String question) throws Exception {
        throw new IllegalArgumentException("question: " + question + " (expected: none for " + this + ")");
    }

    @Override
    void close();
}
