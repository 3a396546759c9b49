package dev.till.node.message;

import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of the owner of this device's folders. */
public sealed interface FilesCommand {

    /**
     * Take part in a folder.
     *
     * @param profile the text of its profile; empty for the defaults
     */
    record Add(FolderName name, Path root, SyncMode mode, String profile, ActorRef<Reply> replyTo)
            implements FilesCommand {}

    /** Take part no more. All files stay. */
    record Remove(FolderName name, ActorRef<Reply> replyTo) implements FilesCommand {}

    /** The folders of this device. */
    record Describe(ActorRef<Reply> replyTo) implements FilesCommand {}

    /** Do this with one folder. Of several that are asked for, one after the other is done. */
    record Do(FolderName name, FilesTask task, ActorRef<Reply> replyTo) implements FilesCommand {}

    /** What is answered. */
    sealed interface Reply {
        /** It was done, and this came of it. */
        record Done(String json) implements Reply {}

        /** It was not done, or not all of it. The message says why, and the way out. */
        record Refused(Why why, String message) implements Reply {}
    }

    /** What kind of no. */
    enum Why {
        ABSENT,
        CONFLICT,
        USAGE,
        FAILED,
        FORBIDDEN,
        PARTIAL
    }
}
