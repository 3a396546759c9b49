package dev.till.node.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A small file that only its owner reads: replaced whole or not at all, on disk before the call returns. */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final int MAX_BYTES = 4 << 20;

    private final Path path;

    PrivateFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The content; refuses a file that others may read or write, for then it is no secret and not to be believed. */
    byte[] read() throws IOException {
        requireOwnersOnly();
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + ": " + Files.size(path) + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        return Files.readAllBytes(path);
    }

    /** Puts {@code content} in place of what was there. A crash leaves the old content or the new. */
    void replace(byte[] content) throws IOException {
        createDirectory(path.getParent());
        var next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        writeAndSync(next, content);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(path.getParent());
    }

    /** Writes {@code content} unless the file is there already, whoever was first; tells whether it was us. */
    boolean create(byte[] content) throws IOException {
        createDirectory(path.getParent());
        var next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        writeAndSync(next, content);
        try {
            Files.createLink(path, next);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(next);
            sync(path.getParent());
        }
    }

    /** Creates a directory that only its owner enters, and its parents, unless it exists. */
    static void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownersOnly(directory, OWNER_DIRECTORY));
            sync(directory.toAbsolutePath().getParent());
        }
    }

    private void requireOwnersOnly() throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        var granted = EnumSet.copyOf(view.readAttributes().permissions());
        granted.remove(PosixFilePermission.OWNER_EXECUTE);
        if (!OWNER_FILE.containsAll(granted)) {
            throw new IOException(path + ": open to others, mode " + PosixFilePermissions.toString(granted)
                    + " (expected: rw-------; if nobody else had it, run: chmod 600 " + path + ")");
        }
    }

    private static void writeAndSync(Path file, byte[] content) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, ownersOnly(file.getParent(), OWNER_FILE))) {
            var left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** The new name, too, is to survive a power cut. */
    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path near, Set<PosixFilePermission> permissions) {
        boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
