package dev.till.node.files.transfer;

import dev.till.node.files.place.Opener;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/** What this device has to give. Asked by many threads. */
public interface Contents {
    /** What is at {@code path}, if peers may have it and it is still the content of this hash. */
    Answer find(FolderName folder, FilePath path, ContentHash hash) throws IOException;

    /** How it is cut, an empty list when it is not; nothing when it is not what it was, or peers may not have it. */
    Optional<List<Chunk>> cuts(FolderName folder, FilePath path, ContentHash hash) throws IOException;

    /** A bundle of the repository at {@code path}, or at the root, without what these objects reach; gone when that is nothing. */
    Answer bundle(FolderName folder, Optional<FilePath> path, List<String> known) throws IOException;

    /** Opens a content, following no link. */
    interface Opening {
        SeekableByteChannel open(Opener opener) throws IOException;
    }

    /** Whether there is something to give. */
    sealed interface Answer {
        /** There it is. */
        record Found(Opening content, long size) implements Answer {}

        /** It is not what it was, or was never here. */
        record Gone() implements Answer {}

        /** Peers may not have it. */
        record Refused(String why) implements Answer {}
    }
}
