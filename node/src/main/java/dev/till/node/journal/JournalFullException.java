package dev.till.node.journal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** There is no room for an append. The message says where, how much is needed, and what to do. */
final class JournalFullException extends IOException {

    private JournalFullException(Path directory, long needed, long free, IOException cause) {
        super(
                "journal: no room for " + needed + " more bytes in " + directory + " (" + free
                        + " bytes free). Nothing was written. Free some space there or raise the quota, then write again",
                cause);
    }

    /** {@code failure} itself, or this exception if a lack of space explains it. */
    static IOException explain(IOException failure, Path directory, long needed) {
        long free = free(directory);
        return free < needed || saysFull(failure)
                ? new JournalFullException(directory, needed, free, failure)
                : failure;
    }

    private static boolean saysFull(IOException failure) {
        var reason = failure instanceof FileSystemException inFile ? inFile.getReason() : failure.getMessage();
        var text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }

    private static long free(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
