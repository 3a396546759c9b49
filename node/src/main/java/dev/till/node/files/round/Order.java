package dev.till.node.files.round;

import dev.till.node.files.scan.Hasher;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A content that is wanted.
 *
 * @param writer of the version it belongs to, who is asked first
 * @param beginning of a log that is here already, so that only what follows it is wanted
 */
record Order(FilePath path, Item.Regular file, DeviceName writer, Optional<Beginning> beginning) {
    /** The beginning of a log, as it is here. */
    record Beginning(Path file, long size) {}

    boolean isLarge() {
        return file.size() > Hasher.WHOLE_BYTES;
    }
}
