package dev.till.node.files;

import dev.till.node.files.state.Diary.Trashed;
import dev.till.node.message.FilesCommand.Why;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/** Puts back what lies in the trash. Never over something that is there. */
final class Restoring {
    private final FolderWork work;

    Restoring(FolderWork work) {
        this.work = work;
    }

    /** Puts the newest one of this path back where it was; the next round tells the others. */
    String restore(FilePath path) throws IOException, FilesRefusal {
        var newest = work.diary()
                .newestTrashed(path)
                .orElseThrow(() -> new FilesRefusal(
                        Why.ABSENT,
                        "nothing of " + path + " is in the trash of folder " + work.name() + " (see `till files trash "
                                + work.name() + "`)"));
        if (work.root().look(path).isPresent()) {
            throw new FilesRefusal(Why.CONFLICT, path + " is there; move it away first, then restore");
        }
        putBack(newest, path);
        return new JsonWriter()
                .open('{')
                .text("folder", work.name().value())
                .text("restored", path.value())
                .close('}')
                .toString();
    }

    private void putBack(Trashed trashed, FilePath path) throws IOException, FilesRefusal {
        var from = work.root().trash().resolve(trashed.file());
        if (Files.notExists(from, LinkOption.NOFOLLOW_LINKS)) {
            work.diary().untrashed(trashed.id());
            throw new FilesRefusal(Why.ABSENT, path + " is not in the trash any more");
        }
        var parent = path.parent();
        if (parent.isPresent() && work.root().look(parent.get()).isEmpty()) {
            throw new FilesRefusal(Why.CONFLICT, "the directory " + parent.get() + " is not there; make it first");
        }
        work.root().restore(trashed.file(), path);
        work.diary().untrashed(trashed.id());
    }
}
