package dev.till.node.files.place;

import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.Item;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Where contents wait until they are whole, verified and on disk. Nobody sees them before. */
public final class Stage {
    /** From so many files on it is cheaper to sync the file system once than each file. */
    private static final int MANY = 8;

    private static final long SYNC_SECONDS = 120;

    private final Path directory;
    private final AtomicLong number = new AtomicLong();

    /** A stage in a directory of its own. */
    public Stage(Path directory) {
        this.directory = directory;
    }

    /** Writes a content into a stream. */
    public interface Writing {
        /** Writes all of it; answers false when it cannot be had. */
        boolean into(OutputStream out) throws IOException;
    }

    /** Removes what earlier rounds left, but for large files that are fetched on. */
    public void clear() throws IOException {
        remove(file -> !file.getFileName().toString().endsWith(".part"));
    }

    /** Removes these too: nothing is waited for any more. */
    public void empty() throws IOException {
        remove(file -> true);
    }

    private void remove(Predicate<Path> which) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (which.test(file)) {
                    delete(file);
                }
            }
        }
    }

    private static void delete(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            try (var inside = Files.walk(file)) {
                for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        } else {
            Files.deleteIfExists(file);
        }
    }

    /** A name for a new file. */
    public Path fresh() {
        return directory.resolve("f" + number.incrementAndGet());
    }

    /** Where a large content is put together; what an earlier attempt left there may be used once it is verified. */
    public Path partOf(ContentHash hash) {
        return directory.resolve(hash + ".part");
    }

    /** The same for what follows its first {@code from} bytes. */
    public Path partOf(ContentHash hash, long from) {
        return directory.resolve(hash + "-" + from + ".part");
    }

    /** Stages a content; empty, and nothing left, when it cannot be had or is not the one of this hash and size. */
    public Optional<Path> write(ContentHash hash, long size, Writing writing) throws IOException {
        var file = fresh();
        boolean whole = false;
        try (var out = new Verifying(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), size)) {
            whole = writing.into(out) && out.matches(hash);
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
        return whole ? Optional.of(file) : Optional.empty();
    }

    /** Gives a staged file its permissions and time; answers how its content looks from then on. */
    public static Stat adorn(Path staged, Item.Regular file) throws IOException {
        // With both times given, Java need not ask for the one that is to stay.
        var time = FileTime.from(file.mtime());
        Files.getFileAttributeView(staged, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, time, null);
        var stat = Stat.of(staged);
        if (stat.mode() != file.mode()) {
            Files.setPosixFilePermissions(staged, Root.permissions(file.mode()));
        }
        return stat;
    }

    /**
     * Makes sure that these are on disk. With many files the whole file system is synced at once, by {@code sync -f} where
     * there is one: that costs what a few single files do.
     *
     * @return whether that was done, so that all that was renamed before is on disk as well
     */
    public boolean sync(List<Path> files) throws IOException {
        if (files.size() >= MANY && syncFileSystem()) {
            return true;
        }
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
        Root.sync(directory);
        return false;
    }

    /** Makes sure that the entries of these directories are on disk. */
    public void syncDirectories(List<Path> directories) throws IOException {
        if (directories.size() >= MANY && syncFileSystem()) {
            return;
        }
        for (Path each : directories) {
            try {
                Root.sync(each);
            } catch (NoSuchFileException gone) {
                // Removed since; so its entries need not last.
            }
        }
    }

    private boolean syncFileSystem() throws IOException {
        try {
            var process = new ProcessBuilder("sync", "-f", directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SYNC_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while files were synced", e);
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets no more than the size through, and knows the hash of what went. */
    private static final class Verifying extends OutputStream {
        private final OutputStream out;
        private final long size;
        private final MessageDigest digest = Hasher.sha256();
        private long written;

        Verifying(OutputStream out, long size) {
            this.out = out;
            this.size = size;
        }

        boolean matches(ContentHash hash) {
            return written == size && ContentHash.of(digest.digest()).equals(hash);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            if (written > size) {
                throw new IOException("content: more than the " + size + " bytes it is to have");
            }
            digest.update(bytes, offset, length);
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
