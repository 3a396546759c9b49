package dev.till.node.backup;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes one backup: beside the file it is to become, of mode 0600, and in its place only when it is whole and on disk.
 * Closed before {@link #finish}, it leaves nothing.
 */
public final class BackupWriter implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final ZipOutputStream zip;
    private final LongConsumer progress;
    private final TreeMap<String, Manifest.Sum> sums = new TreeMap<>();
    private long written;
    private boolean finished;

    private BackupWriter(Path file, Path part, FileChannel channel, LongConsumer progress) {
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.progress = progress;
        zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
        // Time is what the one who waits pays with.
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /**
     * Begins the backup {@code file}.
     *
     * @param progress told how many bytes have been taken in
     * @throws FileAlreadyExistsException when there is such a file
     * @throws NoSuchFileException when there is no directory for it
     */
    public static BackupWriter begin(Path file, LongConsumer progress) throws IOException {
        requireAbsent(file);
        var directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        var part = directory.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        Files.deleteIfExists(part);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new BackupWriter(file, part, FileChannel.open(part, options, ownersOnly(directory)), progress);
    }

    /** A path beside the file for what has to be on disk before it is put in; the caller removes it. */
    public Path scratch() throws IOException {
        var scratch = part.resolveSibling(part.getFileName() + ".scratch");
        Files.deleteIfExists(scratch);
        return Files.createFile(scratch, ownersOnly(part.getParent()));
    }

    /** Puts the first {@code length} bytes of {@code from} in, as the file {@code name} of the home. */
    public void add(String name, Path from, long length) throws IOException {
        if (!BackupEntries.isFileOfHome(name)) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: a file of a home)");
        }
        try (var in = Files.newInputStream(from)) {
            put(name, in, length);
        }
    }

    /** Completes the backup and answers how many bytes it has. */
    public long finish(BackupHeader header) throws IOException {
        var bytes = header.bytes();
        put(BackupEntries.HEADER, new ByteArrayInputStream(bytes), bytes.length);
        var manifest = new Manifest(sums).bytes();
        zip.putNextEntry(new ZipEntry(BackupEntries.MANIFEST));
        zip.write(manifest);
        zip.closeEntry();
        zip.finish();
        zip.flush();
        channel.force(true);
        long size = channel.size();
        zip.close();
        requireAbsent(file);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        finished = true;
        try (var directory = FileChannel.open(part.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return size;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            channel.close();
            Files.deleteIfExists(part);
        }
    }

    private void put(String name, InputStream in, long length) throws IOException {
        var digest = Manifest.digest();
        var buffer = new byte[BUFFER];
        zip.putNextEntry(new ZipEntry(name));
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new IOException(name + ": ended " + left + " bytes early while it was backed up");
            }
            zip.write(buffer, 0, read);
            digest.update(buffer, 0, read);
            left -= read;
            written += read;
            progress.accept(written);
        }
        zip.closeEntry();
        sums.put(name, new Manifest.Sum(Manifest.hex(digest), length));
    }

    private static void requireAbsent(Path file) throws FileAlreadyExistsException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path near) {
        boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
