package dev.till.node.journal;

import java.io.IOException;

/** A file of this home was written by a newer till, in a format this one cannot read. */
public final class FormatTooNewException extends IOException {
    FormatTooNewException(String file, String theirs, String ours) {
        super(file + ": format " + theirs + " (expected: at most " + ours.substring(0, ours.indexOf('.'))
                + ".x; this till writes " + ours + "). Use the newer till that wrote it");
    }
}
