package dev.till.node.ssh.procedure;

import java.io.IOException;

/** What is done on one host, step by step. */
@FunctionalInterface
public interface Procedure {

    /**
     * Does it.
     *
     * @return in a few words, what came of it
     * @throws StepFailed when it was not done, and why
     * @throws IOException when something on this side is in the way
     */
    String on(Remote host) throws StepFailed, IOException;
}
