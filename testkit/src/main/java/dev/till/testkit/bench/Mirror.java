package dev.till.testkit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A system that brings one directory in step with another, as people would use it. */
interface Mirror extends AutoCloseable {

    /** Its name in reports. */
    String system();

    /**
     * Takes on a pair of directories, which are there. Nothing may travel yet.
     *
     * @param log whether they hold logs, which only grow
     */
    void begin(Path from, Path to, boolean log) throws IOException;

    /** Brings the second in step with the first; returns when {@code there} holds, or when it is done. */
    void bring(BooleanSupplier there) throws IOException;

    /** Looks whether there is anything to do, when there is nothing. */
    void look() throws IOException;

    /** Follows changes from now on, if it can; else each is brought by hand. */
    default void follow() throws IOException {}

    /** Gives the pair up, and forgets it. */
    default void end() throws IOException {}

    @Override
    default void close() {}
}
