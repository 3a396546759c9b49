package dev.till.node.message;

import java.nio.file.Path;
import java.util.List;

/** Something asked of one folder. */
public sealed interface FilesTask {

    /** How it stands, as far as that is known without looking. */
    record Status() implements FilesTask {}

    /** What a round would do; changes nothing, writes nothing. */
    record Plan() implements FilesTask {}

    /** A round. {@code force} goes on where it would stop because something looks like an accident. */
    record Apply(boolean force) implements FilesTask {}

    /** Follow changes from now on. */
    record Watch() implements FilesTask {}

    /** Do nothing by itself from now on. */
    record Pause() implements FilesTask {}

    /** A round for one path, and all below it, one way only. */
    record Move(String path, boolean push) implements FilesTask {}

    /** The paths that wait for somebody to decide. */
    record Conflicts() implements FilesTask {}

    /** Decide. No paths stands for all. */
    record Resolve(List<String> paths, Keep keep) implements FilesTask {
        public Resolve {
            paths = List.copyOf(paths);
        }
    }

    /** What was done, the newest last. */
    record Log(int most) implements FilesTask {}

    /** What lies in the trash. */
    record Trash() implements FilesTask {}

    /** Put the newest of this path in the trash back. */
    record Restore(String path) implements FilesTask {}

    /** Read everything, and mend from other devices what the disk has spoiled. */
    record Verify() implements FilesTask {}

    /** Put the files of a tcfs store, which lies in this directory, into the folder; never over something that is there. */
    record ImportTcfs(Path store) implements FilesTask {}

    /**
     * Bring contents to the hub.
     *
     * @param collect whether to remove from it what no device wants any more
     */
    record Shelve(boolean collect) implements FilesTask {}

    /** Which version to keep in a conflict. */
    enum Keep {
        LOCAL,
        REMOTE,
        BOTH,
        NEWER
    }
}
