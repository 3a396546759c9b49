package dev.till.node.files.round;

import dev.till.node.files.place.Stage;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A content on the stage.
 *
 * @param continues whether it is what a log has grown by, not the whole of it
 * @param stat how the content of a whole one looks, once it has its time
 */
record Staged(Path file, List<Chunk> chunks, boolean continues, Optional<Stat> stat) {
    Staged(Path file, List<Chunk> chunks) {
        this(file, chunks, false, Optional.empty());
    }

    /** With the permissions and time that were ordered. */
    Staged adorned(Item.Regular as) throws IOException {
        return new Staged(file, chunks, continues, Optional.of(Stage.adorn(file, as)));
    }
}
