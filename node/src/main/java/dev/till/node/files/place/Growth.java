package dev.till.node.files.place;

import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a log grow where it is: of hundreds of megabytes only what is new is written. Readers see a beginning of the log at any
 * time. What is to be appended lies on the stage, with a note of where it belongs, until it is on disk in its place; a round
 * that was broken off in between is done over ({@link #resume}) before anything else is looked at.
 */
public final class Growth {
    private static final Logger LOG = LoggerFactory.getLogger(Growth.class);
    private static final String NOTE = ".append";
    private static final int BLOCK = 256 << 10;
    private static final int OWNER_WRITES = 0200;

    private final Root root;

    /** Lets logs below {@code root} grow. */
    public Growth(Root root) {
        this.root = root;
    }

    /**
     * What is to be appended.
     *
     * @param rest a staged file that holds it
     * @param log what the log is with it
     */
    public record Rest(Path rest, FilePath path, Item.Regular log) {
        private long from() throws IOException {
            return log.size() - Files.size(rest);
        }
    }

    /** Notes down where it belongs; to be synced, with what it holds, before it is appended. Answers the note. */
    public Path note(Rest rest) throws IOException {
        var log = rest.log();
        return Files.writeString(
                note(rest.rest()),
                String.join(
                        "\n",
                        log.hash().toString(),
                        Long.toString(log.size()),
                        Integer.toString(log.mode()),
                        log.mtime().toString(),
                        rest.path().value()));
    }

    private static Path note(Path rest) {
        return rest.resolveSibling(rest.getFileName() + NOTE);
    }

    /**
     * Appends it, durably, or what is missing of it when that was begun before.
     *
     * @return false, and nothing has changed, when the log is not the one any more that it belongs to
     */
    public boolean append(Rest rest) throws IOException {
        if (root.look(rest.path()).filter(here -> here.kind() == Stat.Kind.FILE).isEmpty()) {
            return false;
        }
        try (var log = open(rest);
                var from = FileChannel.open(rest.rest(), StandardOpenOption.READ)) {
            long begin = rest.from();
            long there = log.size() - begin;
            if (there < 0 || there > from.size() || !isBegun(log, begin, from, there)) {
                return false;
            }
            copy(from, there, log, begin + there);
            root.adorn(rest.path(), rest.log());
            log.force(true);
            return true;
        }
    }

    private static boolean isBegun(FileChannel log, long begin, FileChannel rest, long length) throws IOException {
        var here = new byte[BLOCK];
        var wanted = new byte[BLOCK];
        for (long at = 0; at < length; at += BLOCK) {
            int size = (int) Math.min(BLOCK, length - at);
            read(log, begin + at, here, size);
            read(rest, at, wanted, size);
            if (!Arrays.equals(here, 0, size, wanted, 0, size)) {
                return false;
            }
        }
        return true;
    }

    private static void read(FileChannel channel, long at, byte[] into, int size) throws IOException {
        var buffer = ByteBuffer.wrap(into, 0, size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("it has become shorter while it was read");
            }
        }
    }

    private static void copy(FileChannel from, long at, FileChannel into, long position) throws IOException {
        var block = new byte[BLOCK];
        for (long end = from.size(); at < end; ) {
            int size = (int) Math.min(BLOCK, end - at);
            read(from, at, block, size);
            var buffer = ByteBuffer.wrap(block, 0, size);
            while (buffer.hasRemaining()) {
                into.write(buffer, position + buffer.position());
            }
            at += size;
            position += size;
        }
    }

    /** Also a log that its owner may only read; it has its permissions again when it has grown. */
    private FileChannel open(Rest rest) throws IOException {
        try {
            return root.openToAppend(rest.path());
        } catch (AccessDeniedException e) {
            var log = rest.log();
            root.adorn(rest.path(), new Item.Regular(log.hash(), log.size(), log.mode() | OWNER_WRITES, log.mtime()));
            return root.openToAppend(rest.path());
        }
    }

    /** It is in its place and agreed upon. */
    public void done(Rest rest) throws IOException {
        Files.deleteIfExists(note(rest.rest()));
        Files.deleteIfExists(rest.rest());
    }

    /** Does over what an earlier round noted and did not come to the end of. */
    public void resume() throws IOException {
        try (var notes = Files.newDirectoryStream(root.stage(), "*" + NOTE)) {
            for (Path note : notes) {
                var name = note.getFileName().toString();
                resume(note, note.resolveSibling(name.substring(0, name.length() - NOTE.length())));
            }
        }
    }

    private static Rest read(Path note, Path rest) throws IOException {
        var lines = Files.readString(note, StandardCharsets.UTF_8).split("\n", 5);
        var log = new Item.Regular(
                ContentHash.parse(lines[0]),
                Long.parseLong(lines[1]),
                Integer.parseInt(lines[2]),
                Instant.parse(lines[3]));
        return new Rest(rest, new FilePath(lines[4]), log);
    }

    private void resume(Path note, Path rest) throws IOException {
        // A note that was not synced belongs to something that was not begun.
        if (Files.isRegularFile(rest, LinkOption.NOFOLLOW_LINKS)) {
            try {
                var resumed = read(note, rest);
                if (append(resumed)) {
                    LOG.info("{} has grown by what a round that was broken off had for it", resumed.path());
                }
            } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
                LOG.debug("{} says nothing: {}", note, e.toString());
            } catch (FileSystemException e) {
                LOG.debug("Something else is in its place: {}", e.toString());
            }
        }
        Files.deleteIfExists(note);
        Files.deleteIfExists(rest);
    }
}
