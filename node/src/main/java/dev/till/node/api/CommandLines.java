package dev.till.node.api;

import java.util.OptionalInt;

/** Runs command lines of till for callers elsewhere, who only show what these print. */
public interface CommandLines {

    /**
     * Runs {@code line} in the caller's thread, and gives up when that is interrupted.
     *
     * @return its exit status; empty, and nothing was done, when it needs a process of its own
     */
    OptionalInt run(CalledLine line);
}
