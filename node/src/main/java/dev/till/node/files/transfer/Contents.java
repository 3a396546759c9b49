package dev.till.node.files.transfer;

import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What this device has to give. Asked by many threads. */
public interface Contents {
    /** What is at {@code path}, if peers may have it and it is still the content of this hash. */
    Answer find(FolderName folder, FilePath path, ContentHash hash) throws IOException;

    /** How it is cut; none when it is not large, or is not what it was. */
    List<Chunk> cuts(FolderName folder, FilePath path, ContentHash hash) throws IOException;

    /** Whether there is something to give. */
    sealed interface Answer {
        /** There it is; to be read without following a link. */
        record Found(Path file, long size) implements Answer {}

        /** It is not what it was, or was never here. */
        record Gone() implements Answer {}

        /** Peers may not have it. */
        record Refused(String why) implements Answer {}
    }
}
