package dev.till.protocol.file.sync;

import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FileVersion;
import java.util.List;

/** What is to be done about one path on this device. */
public sealed interface Step {
    /** Why, for people. */
    String reason();

    /** Nothing. */
    record Keep() implements Step {
        @Override
        public String reason() {
            return "unchanged";
        }
    }

    /** Both sides are the same already: only write down that they agree on this. */
    record Agree(FileVersion version, String reason) implements Step {}

    /** Tell the others what is here, as a version with this clock. */
    record Offer(FileClock clock, String reason) implements Step {}

    /** Make what is here theirs. */
    record Take(FileVersion theirs, String reason) implements Step {}

    /**
     * Leave everything as it is and list it, until somebody decides.
     *
     * @param mine the clock of what is here
     * @param offer whether the others have to be told what is here
     * @param theirs the concurrent versions of others, at least one
     */
    record Conflict(FileClock mine, boolean offer, List<FileVersion> theirs, String reason) implements Step {
        public Conflict {
            theirs = List.copyOf(theirs);
        }
    }
}
