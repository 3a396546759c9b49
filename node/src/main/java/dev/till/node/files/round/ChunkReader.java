package dev.till.node.files.round;

import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.protocol.file.FilePath;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Optional;

/** Reads stretches of files and makes sure that they are what they are said to be. */
public final class ChunkReader {
    private ChunkReader() {}

    /** The bytes of a chunk of a file; empty when something else is there by now. */
    public static Optional<byte[]> read(Root root, FilePath path, Chunk chunk, byte[] buffer) throws IOException {
        try (var channel = root.open(path)) {
            boolean fits = Local.read(channel, chunk.offset(), buffer, chunk.length())
                    && Part.hash(buffer, chunk.length()).equals(chunk.hash());
            return fits ? Optional.of(Arrays.copyOf(buffer, chunk.length())) : Optional.empty();
        } catch (FileSystemException gone) {
            return Optional.empty();
        }
    }
}
