package dev.till.node.backup;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads one backup, and believes nothing in it before its checksums have been compared. */
public final class BackupReader implements Closeable {
    private static final int MAX_TEXT = 16 << 20;
    private static final int BUFFER = 64 * 1024;

    private final String file;
    private final ZipFile zip;
    private final Manifest manifest;
    private final BackupHeader header;

    private BackupReader(String file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        var headerBytes = text(BackupEntries.HEADER);
        // A newer major version may have another manifest, so the header comes first.
        header = BackupHeader.read(headerBytes, file);
        manifest = Manifest.read(text(BackupEntries.MANIFEST), file);
        if (!manifest.files().containsKey("device.key")) {
            throw new BadBackupException(file + ": holds no device key (expected: a backup of a whole home)");
        }
    }

    /**
     * Opens the backup {@code file}.
     *
     * @throws BadBackupException when it is none, is cut off, or is of a newer major format
     */
    public static BackupReader open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadBackupException(file + ": a directory (expected: a file that `till backup` wrote)");
        }
        // So that a file that is missing or not ours to read is told as such.
        Files.newByteChannel(file).close();
        try {
            var zip = new ZipFile(file.toFile());
            try {
                return new BackupReader(file.toString(), zip);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (ZipException | EOFException | RuntimeException e) {
            throw new BadBackupException(
                    file
                            + ": no whole backup (expected: a file that `till backup` wrote). It may have been cut off while it"
                            + " was copied: copy it again, or use another",
                    e);
        }
    }

    /** What the backup is of. */
    public BackupHeader header() {
        return header;
    }

    /** Bytes of all files in it. */
    public long size() {
        return manifest.files().values().stream().mapToLong(Manifest.Sum::size).sum();
    }

    /**
     * Compares every file with its checksum.
     *
     * @param progress told how many bytes have been read
     */
    public void verify(LongConsumer progress) throws IOException {
        long done = 0;
        for (Map.Entry<String, Manifest.Sum> each : manifest.files().entrySet()) {
            done = copy(each.getKey(), each.getValue(), OutputStream.nullOutputStream(), progress, done);
        }
    }

    /** Writes the files of the home below {@code directory}, which is empty, private to their owner and synced. */
    public void extract(Path directory, LongConsumer progress) throws IOException {
        long done = 0;
        for (Map.Entry<String, Manifest.Sum> each : manifest.files().entrySet()) {
            if (BackupEntries.isFileOfHome(each.getKey())) {
                done = extract(directory.resolve(each.getKey()), each.getKey(), each.getValue(), progress, done);
            }
        }
        for (String child : new String[] {"trust", "journal", ""}) {
            if (Files.isDirectory(directory.resolve(child))) {
                try (var channel = FileChannel.open(directory.resolve(child), StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private long extract(Path target, String name, Manifest.Sum sum, LongConsumer progress, long done)
            throws IOException {
        if (!Files.isDirectory(target.getParent())) {
            Files.createDirectory(target.getParent(), ownersOnly(target.getParent(), "rwx------"));
        }
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(target, options, ownersOnly(target, "rw-------"))) {
            long after = copy(name, sum, Channels.newOutputStream(channel), progress, done);
            channel.force(true);
            return after;
        }
    }

    private long copy(String name, Manifest.Sum sum, OutputStream out, LongConsumer progress, long before)
            throws IOException {
        var digest = Manifest.digest();
        long size = 0;
        try (var in = open(name)) {
            var buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > sum.size()) {
                    throw Manifest.altered(file, name);
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                progress.accept(before + size);
            }
        } catch (ZipException | EOFException e) {
            throw Manifest.altered(file, name);
        }
        if (size != sum.size() || !Manifest.hex(digest).equals(sum.sha256())) {
            throw Manifest.altered(file, name);
        }
        return before + size;
    }

    private InputStream open(String name) throws IOException {
        var entry = zip.getEntry(name);
        if (entry == null) {
            throw new BadBackupException(file + ": " + name + " is missing from it (expected: a file that `till backup`"
                    + " wrote); use another backup");
        }
        return zip.getInputStream(entry);
    }

    private byte[] text(String name) throws IOException {
        try (var in = open(name)) {
            return in.readNBytes(MAX_TEXT);
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path near, String mode) {
        boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
