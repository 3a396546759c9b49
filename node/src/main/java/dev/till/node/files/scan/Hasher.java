package dev.till.node.files.scan;

import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.chunk.FastCdc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a content once for its hash and, when it is large, for the chunks that it is cut into. Not thread-safe. */
public final class Hasher {
    /** Contents up to this size travel as a whole. */
    public static final long WHOLE_BYTES = 1 << 20;

    /** Contents of more chunks than this, about 32 GiB, are not cut: their list would not fit a small machine's memory. */
    public static final int MOST_CHUNKS = 1 << 19;

    private static final FastCdc CUTTER = FastCdc.LARGE;

    private static final int BLOCK = 256 << 10;
    private static final int LEAST_BUFFER = 64 << 10;
    private static final int MOST_BUFFER = 1 << 20;

    private byte[] buffer = new byte[0];
    private final MessageDigest whole = sha256();
    private final MessageDigest part = sha256();

    /**
     * A stretch of a content.
     *
     * @param offset where it begins
     */
    public record Chunk(ContentHash hash, long offset, int length) {}

    /**
     * What was read.
     *
     * @param chunks none for contents up to {@link #WHOLE_BYTES} and for those of more than {@link #MOST_CHUNKS} chunks
     */
    public record Read(ContentHash hash, long size, List<Chunk> chunks) {}

    /** Reads a file, which must not be a link, to its end or to {@code limit} bytes. */
    public Read read(Path file, long limit) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return read(in, limit);
        }
    }

    /** Reads what a channel has from its beginning on, to its end or to {@code limit} bytes, and closes it. */
    public Read read(SeekableByteChannel channel, long limit) throws IOException {
        try (var in = Channels.newInputStream(channel)) {
            return read(in, limit);
        }
    }

    /**
     * What a log holds.
     *
     * @param read without chunks: a log only grows, and what is new of it travels as it is
     * @param beginning the hash of as much as was asked for; empty when it is shorter
     */
    public record Log(Read read, Optional<ContentHash> beginning) {}

    /** Reads a log once, to its end or to {@code limit} bytes, for its hash and for that of its first bytes, and closes it. */
    public static Log log(SeekableByteChannel channel, long limit, long beginning) throws IOException {
        var digest = sha256();
        try (var in = Channels.newInputStream(channel)) {
            long first = digest(in, digest, Math.min(limit, beginning));
            var begins = first == beginning
                    ? Optional.of(ContentHash.of(copy(digest).digest()))
                    : Optional.<ContentHash>empty();
            long size = first + digest(in, digest, limit - first);
            return new Log(new Read(ContentHash.of(digest.digest()), size, List.of()), begins);
        }
    }

    /** Whether a log has this hash that begins as {@code beginning} does, for so many bytes, and goes on as {@code rest}. */
    public static boolean isLog(ContentHash hash, Path beginning, long bytes, Path rest) throws IOException {
        var digest = sha256();
        try (var in = Files.newInputStream(beginning, LinkOption.NOFOLLOW_LINKS)) {
            if (digest(in, digest, bytes) < bytes) {
                return false;
            }
        }
        try (var in = Files.newInputStream(rest, LinkOption.NOFOLLOW_LINKS)) {
            digest(in, digest, Long.MAX_VALUE);
        }
        return ContentHash.of(digest.digest()).equals(hash);
    }

    /** The hash of a file, which must not be a link, without what it is cut into: a third of the work. */
    public static ContentHash hash(Path file) throws IOException {
        var digest = sha256();
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            digest(in, digest, Long.MAX_VALUE);
        }
        return ContentHash.of(digest.digest());
    }

    /** Takes in up to so many bytes; answers how many there were. */
    private static long digest(InputStream in, MessageDigest digest, long limit) throws IOException {
        var block = new byte[BLOCK];
        long size = 0;
        while (size < limit) {
            int read = in.read(block, 0, (int) Math.min(BLOCK, limit - size));
            if (read < 0) {
                break;
            }
            digest.update(block, 0, read);
            size += read;
        }
        return size;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this Java runtime cannot be copied", e);
        }
    }

    /** A digest of the kind that all contents are named by. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    private Read read(InputStream in, long limit) throws IOException {
        var chunks = new ArrayList<Chunk>();
        long size = 0;
        long cutAt = 0;
        int held = 0;
        boolean large = false;
        makeRoom(limit);
        for (boolean more = true; more; ) {
            int wanted = (int) Math.min(buffer.length - held, limit - size);
            int read = wanted == 0 ? 0 : in.readNBytes(buffer, held, wanted);
            whole.update(buffer, held, read);
            held += read;
            size += read;
            more = read > 0 && size < limit;
            large |= size > WHOLE_BYTES || (more && held == buffer.length);
            if (large) {
                int cut = cut(chunks, cutAt, held, more);
                cutAt += cut;
                held -= cut;
                System.arraycopy(buffer, cut, buffer, 0, held);
            }
        }
        boolean isCut = size > WHOLE_BYTES && chunks.size() <= MOST_CHUNKS;
        return new Read(ContentHash.of(whole.digest()), size, isCut ? chunks : List.of());
    }

    /** Most files are small, and many rounds are for one of them: only what is longer is given a long buffer. */
    private void makeRoom(long bytes) {
        int wanted = (int) Math.max(LEAST_BUFFER, Math.min(MOST_BUFFER, bytes));
        if (buffer.length < wanted) {
            buffer = new byte[Math.min(MOST_BUFFER, Math.max(wanted, 2 * buffer.length))];
        }
    }

    /** Cuts what is in the buffer as far as cuts can be told; answers how many bytes that are. */
    private int cut(List<Chunk> chunks, long offset, int held, boolean more) {
        int at = 0;
        while (more ? held - at >= CUTTER.most() : at < held) {
            int length = CUTTER.cut(buffer, at, held - at);
            part.update(buffer, at, length);
            var hash = ContentHash.of(part.digest());
            if (chunks.size() <= MOST_CHUNKS) {
                chunks.add(new Chunk(hash, offset + at, length));
            }
            at += length;
        }
        return at;
    }
}
