package dev.till.node;

import dev.till.node.backup.BackupHeader;
import dev.till.node.backup.BackupReader;
import dev.till.node.journal.RestoredMark;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.function.LongConsumer;

/**
 * Makes a home from a backup: everything is compared with its checksum first, then written beside the home, and put in its
 * place at once.
 */
final class HomeRestore {
    private static final String OWNERS_ONLY = "rwx------";

    private HomeRestore() {}

    /**
     * Restores {@code file} into {@code home}, which is absent or empty.
     *
     * @throws FileAlreadyExistsException when it is neither, or the remains of an interrupted restore are in the way
     * @throws dev.till.node.backup.BadBackupException when the file is not to be trusted; nothing has been written
     */
    static BackupHeader restore(Path file, Path home, LongConsumer progress) throws IOException {
        requireEmpty(home);
        try (var backup = BackupReader.open(file)) {
            backup.verify(progress);
            var target = Files.exists(home)
                    ? home.toRealPath()
                    : home.toAbsolutePath().normalize();
            var staging = target.resolveSibling(target.getFileName() + ".restoring");
            create(staging);
            try {
                backup.extract(staging, bytes -> progress.accept(backup.size() + bytes));
                mark(staging.resolve("journal"));
                requireEmpty(target);
                Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
                sync(target.getParent());
            } catch (IOException | RuntimeException e) {
                remove(staging);
                throw e;
            }
            return backup.header();
        }
    }

    /** The numbers of the copy may be older than what others have seen. */
    private static void mark(Path journal) throws IOException {
        if (!Files.isDirectory(journal)) {
            create(journal);
        }
        RestoredMark.set(journal);
        sync(journal);
    }

    private static void requireEmpty(Path home) throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        try (var files = Files.list(home)) {
            if (files.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(home.toString());
            }
        }
    }

    private static void create(Path directory) throws IOException {
        if (directory.getParent() != null) {
            Files.createDirectories(directory.getParent());
        }
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNERS_ONLY)));
        } else {
            Files.createDirectory(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
