package dev.till.node.files.round;

import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Place;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents that are on this device already, in whatever folder: what was moved, copied or edited need not be fetched. What it
 * is told of may have changed or gone since; then it has nothing, and the content comes from elsewhere.
 */
final class Local {
    private static final Logger LOG = LoggerFactory.getLogger(Local.class);

    private final Agreed agreed;
    private final Map<FolderName, Root> roots;

    Local(Agreed agreed, Map<FolderName, Root> roots) {
        this.agreed = agreed;
        this.roots = roots;
    }

    /** Which of these contents may lie here as a whole. */
    Set<ContentHash> whole(Collection<ContentHash> hashes) throws IOException {
        return agreed.whole(hashes);
    }

    /** Where a whole content may lie, to be verified. */
    List<Place> places(ContentHash hash, long size) throws IOException {
        return agreed.whole(hash).stream()
                .filter(place -> place.length() == size)
                .toList();
    }

    /** Copies what lies at a place, and no more than is said to lie there; false when nothing can be read there. */
    boolean copy(Place place, OutputStream out) throws IOException {
        var channel = open(place);
        if (channel.isEmpty()) {
            return false;
        }
        var block = new byte[64 << 10];
        try (var in = Channels.newInputStream(channel.get())) {
            for (long left = place.length(); left > 0; ) {
                int read = in.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    return false;
                }
                out.write(block, 0, read);
                left -= read;
            }
            return true;
        }
    }

    /** How what lies at a place is cut. */
    List<Chunk> chunks(Place place) throws IOException {
        return agreed.chunks(place);
    }

    /** Reads a chunk into a buffer; false when it is nowhere. Verified. */
    boolean read(Chunk chunk, byte[] into) throws IOException {
        for (Place place : agreed.chunk(chunk.hash())) {
            if (place.length() == chunk.length()
                    && read(place, into)
                    && chunk.hash().equals(Part.hash(into, chunk.length()))) {
                return true;
            }
        }
        return false;
    }

    private boolean read(Place place, byte[] into) throws IOException {
        var channel = open(place);
        if (channel.isEmpty()) {
            return false;
        }
        try (var open = channel.get()) {
            return read(open, place.offset(), into, (int) place.length());
        }
    }

    private Optional<SeekableByteChannel> open(Place place) {
        var root = roots.get(place.folder());
        if (root == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(root.open(place.path()));
        } catch (IOException e) {
            LOG.debug("{} in folder {} is not there any more: {}", place.path(), place.folder(), e.toString());
            return Optional.empty();
        }
    }

    /** Reads a stretch; false when the file ends before it does. */
    static boolean read(SeekableByteChannel channel, long offset, byte[] into, int length) throws IOException {
        var buffer = ByteBuffer.wrap(into, 0, length);
        channel.position(offset);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}
