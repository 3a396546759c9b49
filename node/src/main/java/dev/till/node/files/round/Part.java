package dev.till.node.files.round;

import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.protocol.file.ContentHash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A large file that is being put together, chunk by chunk, each verified before it counts. */
final class Part implements Closeable {
    private final FileChannel channel;
    private final long from;

    /** @param from where in the content the file begins */
    Part(Path file, long from) throws IOException {
        this.from = from;
        channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
    }

    /** Whether an earlier attempt left this chunk where it belongs. */
    boolean has(Chunk chunk, byte[] buffer) throws IOException {
        if (end() < chunk.offset() + chunk.length()) {
            return false;
        }
        var into = ByteBuffer.wrap(buffer, 0, chunk.length());
        while (into.hasRemaining()) {
            if (channel.read(into, chunk.offset() - from + into.position()) < 0) {
                return false;
            }
        }
        return hash(buffer, chunk.length()).equals(chunk.hash());
    }

    void put(Chunk chunk, byte[] bytes) throws IOException {
        var bytesLeft = ByteBuffer.wrap(bytes, 0, chunk.length());
        while (bytesLeft.hasRemaining()) {
            channel.write(bytesLeft, chunk.offset() - from + bytesLeft.position());
        }
    }

    /** How far the content reaches that is here. */
    long end() throws IOException {
        return from + channel.size();
    }

    /** Ends it where the content has this size. */
    void end(long size) throws IOException {
        channel.truncate(size - from);
    }

    static ContentHash hash(byte[] bytes, int length) {
        var digest = Hasher.sha256();
        digest.update(bytes, 0, length);
        return ContentHash.of(digest.digest());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
