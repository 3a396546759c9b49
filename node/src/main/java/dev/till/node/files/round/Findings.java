package dev.till.node.files.round;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/** Findings that come part by part, for one thread at a time. */
public interface Findings {
    /** The next ones, at least one; none at the end, however often it is asked. */
    List<Finding> next() throws IOException;

    /** All of these at once. */
    static Findings of(List<Finding> findings) {
        var rest = new ArrayDeque<List<Finding>>();
        rest.add(findings);
        return () -> rest.isEmpty() ? List.of() : rest.remove();
    }
}
