package dev.till.node.files.state;

import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import java.util.Optional;

/**
 * What was agreed about a path, and how the file looked then.
 *
 * @param record the version as its register holds it
 * @param stat empty where nothing was there
 */
public record AgreedRow(FilePath path, String record, Optional<Stat> stat) {

    /** The version that {@code record} writes down. */
    public FileVersion version() {
        return FileRecord.read(record);
    }
}
