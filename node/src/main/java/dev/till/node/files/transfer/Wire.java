package dev.till.node.files.transfer;

import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes over a connection for contents. The one who dials sends {@link #HELLO} and the name of a folder, then requests;
 * each is answered in turn, beginning with one of {@link #OK}, {@link #GONE}, {@link #REFUSED} and {@link #WHOLE}. Numbers are big-endian,
 * texts and stretches of bytes come after their length.
 */
final class Wire {
    /** "till files", version 1. */
    static final int HELLO = 0x74664601;

    /** Asks for a stretch of a content: path, hash, offset (8 bytes), length (4 bytes). Answered by that many bytes. */
    static final byte GET = 1;

    /** Asks how a content is cut: path, hash. Answered by a count and, for each chunk, its hash and length. */
    static final byte CUTS = 2;

    /**
     * Asks for a bundle of a git repository: path (empty for the root), a count, and as many names of objects that are had.
     * Answered by its length (8 bytes) and as many bytes.
     */
    static final byte BUNDLE = 3;

    /** So many objects may be named. */
    static final int MOST_OBJECTS = 20_000;

    static final byte OK = 0;
    static final byte GONE = 1;
    static final byte REFUSED = 2;

    /** It is there and is not cut. */
    static final byte WHOLE = 3;

    /** The longest stretch that may be asked for at once. */
    static final int MOST_BYTES = (int) Hasher.WHOLE_BYTES;

    private static final int MOST_TEXT = 8192;

    private Wire() {}

    static void writeText(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_TEXT) {
            throw new IOException("text: " + length + " bytes (expected: at most " + MOST_TEXT + ")");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static FilePath readPath(DataInputStream in) throws IOException {
        return path(readText(in));
    }

    static FilePath path(String text) throws IOException {
        try {
            return new FilePath(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static ContentHash readHash(DataInputStream in) throws IOException {
        var bytes = new byte[ContentHash.BYTES];
        in.readFully(bytes);
        return ContentHash.of(bytes);
    }

    static void writeCuts(DataOutputStream out, List<Chunk> chunks) throws IOException {
        out.writeInt(chunks.size());
        for (Chunk chunk : chunks) {
            out.write(chunk.hash().bytes());
            out.writeInt(chunk.length());
        }
    }

    /** Reads the cuts of a content of {@code size} bytes; throws when they are not of exactly that many. */
    static List<Chunk> readCuts(DataInputStream in, long size) throws IOException {
        int count = in.readInt();
        // No more than there can be of a content of this size, so nobody can make us hold a list without end.
        if (count < 1 || count > Hasher.MOST_CHUNKS || count > size / 1024 + 1) {
            throw new IOException("cuts: " + count + " for " + size + " bytes");
        }
        var chunks = new ArrayList<Chunk>(Math.min(count, 1 << 16));
        long offset = 0;
        for (int i = 0; i < count; i++) {
            var hash = readHash(in);
            int length = in.readInt();
            if (length < 1 || length > MOST_BYTES) {
                throw new IOException("cut: " + length + " bytes (expected: 1 to " + MOST_BYTES + ")");
            }
            chunks.add(new Chunk(hash, offset, length));
            offset += length;
        }
        if (offset != size) {
            throw new IOException("cuts: " + offset + " bytes in all (expected: " + size + ")");
        }
        return chunks;
    }
}
