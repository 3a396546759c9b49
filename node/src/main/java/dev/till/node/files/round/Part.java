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

    Part(Path file) throws IOException {
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
        if (channel.size() < chunk.offset() + chunk.length()) {
            return false;
        }
        var into = ByteBuffer.wrap(buffer, 0, chunk.length());
        while (into.hasRemaining()) {
            if (channel.read(into, chunk.offset() + into.position()) < 0) {
                return false;
            }
        }
        return hash(buffer, chunk.length()).equals(chunk.hash());
    }

    void put(Chunk chunk, byte[] bytes) throws IOException {
        var from = ByteBuffer.wrap(bytes, 0, chunk.length());
        while (from.hasRemaining()) {
            channel.write(from, chunk.offset() + from.position());
        }
    }

    /** Ends it at this size. */
    void end(long size) throws IOException {
        channel.truncate(size);
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
