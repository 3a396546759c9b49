package dev.till.node.files.round;

import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Place;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Contents that are on this device already, in whatever folder: what was moved, copied or edited need not be fetched. */
final class Local {
    private final Agreed agreed;
    private final Map<FolderName, Path> roots;

    Local(Agreed agreed, Map<FolderName, Path> roots) {
        this.agreed = agreed;
        this.roots = roots;
    }

    /** Copies a whole content, unverified; false when it is nowhere. */
    boolean copy(ContentHash hash, long size, OutputStream out) throws IOException {
        for (Place place : agreed.whole(hash)) {
            var file = file(place);
            if (file.isPresent() && place.length() == size) {
                try (var in = Files.newInputStream(file.get(), LinkOption.NOFOLLOW_LINKS)) {
                    in.transferTo(out);
                    return true;
                } catch (NoSuchFileException e) {
                    // It went away since; perhaps it lies elsewhere too.
                }
            }
        }
        return false;
    }

    /** Reads a chunk into a buffer; false when it is nowhere. Verified. */
    boolean read(Chunk chunk, byte[] into) throws IOException {
        for (Place place : agreed.chunk(chunk.hash())) {
            var file = file(place);
            if (file.isPresent()
                    && place.length() == chunk.length()
                    && read(file.get(), place.offset(), into, chunk.length())
                    && chunk.hash().equals(Part.hash(into, chunk.length()))) {
                return true;
            }
        }
        return false;
    }

    private Optional<Path> file(Place place) {
        return Optional.ofNullable(roots.get(place.folder()))
                .map(root -> root.resolve(place.path().value()))
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Reads a stretch; false when the file ends before it does. */
    static boolean read(Path file, long offset, byte[] into, int length) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var buffer = ByteBuffer.wrap(into, 0, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
