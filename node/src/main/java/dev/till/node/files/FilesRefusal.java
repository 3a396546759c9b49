package dev.till.node.files;

import dev.till.node.message.FilesCommand.Why;
import dev.till.protocol.file.FilePath;
import java.util.List;

/** Something is not done, and why. */
final class FilesRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final boolean passing;
    private final transient List<FilePath> undone;

    FilesRefusal(Why why, String message) {
        this(why, message, false, List.of());
    }

    private FilesRefusal(Why why, String message, boolean passing, List<FilePath> undone) {
        super(message);
        this.why = why;
        this.passing = passing;
        this.undone = List.copyOf(undone);
    }

    /** It is not done now, and may be a moment later. */
    static FilesRefusal forNow(String message) {
        return new FilesRefusal(Why.CONFLICT, message, true, List.of());
    }

    /** The same of a part of a round; of the rest, these could not be done, for other reasons. */
    FilesRefusal leaving(List<FilePath> paths) {
        return new FilesRefusal(why, getMessage(), passing, paths);
    }

    /** What is not refused and could not be done; it may be a moment later. */
    List<FilePath> undone() {
        return undone;
    }

    /** Whether the same may be done a moment later. */
    boolean isPassing() {
        return passing;
    }

    Why why() {
        return why;
    }
}
