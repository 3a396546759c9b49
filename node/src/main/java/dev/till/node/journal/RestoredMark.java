package dev.till.node.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code restored} in a journal: says that the journal may be older than what others have seen, so that numbers
 * begin anew. Whoever sets a home back by means that leave no trace in it makes this file.
 */
public final class RestoredMark {
    private static final String NAME = "restored";

    private RestoredMark() {}

    /** Marks the journal in {@code directory}. */
    public static void set(Path directory) throws IOException {
        if (!isSet(directory)) {
            Files.createFile(directory.resolve(NAME));
        }
    }

    static boolean isSet(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    /** The numbers have begun anew, and that is on disk. */
    static void clear(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
    }
}
