package dev.till.node.ssh.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that are their owner's alone, replaced whole or not at all. */
final class OwnersFile {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private OwnersFile() {}

    /** Makes a directory of mode 0700, or gives one that is there that mode: {@code ssh} trusts nothing below any other. */
    static void directory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            Files.setPosixFilePermissions(directory, DIRECTORY);
        } else {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
        }
    }

    /** Puts {@code text} in place of what was there. A crash leaves the old or the new. */
    static void replace(Path file, String text) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        write(next, text, true, StandardOpenOption.CREATE_NEW);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // A host that admits a new key must not meet the old one after the power was lost.
        try (var directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /**
     * Adds {@code text} in one write, so that it never lies within what {@code ssh} adds meanwhile. As with {@code ssh}, the system
     * writes it to the disk when it sees fit.
     */
    static void append(Path file, String text) throws IOException {
        write(file, text, false, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    private static void write(Path file, String text, boolean sync, StandardOpenOption... how) throws IOException {
        var options = new java.util.HashSet<StandardOpenOption>(Set.of(how));
        options.add(StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(FILE))) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (sync) {
                channel.force(true);
            }
        }
    }
}
