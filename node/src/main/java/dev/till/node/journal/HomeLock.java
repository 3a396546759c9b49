package dev.till.node.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Owns a home for one node: a lock on {@code node.lock}, which holds the process id. Gone with the process, however it ends. */
public final class HomeLock implements Closeable {
    /** Homes of this JVM. Opening and closing a lock file a second time would drop the lock of the first (POSIX). */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Creates {@code home} (mode 0700) unless it is there, and takes it.
     *
     * @throws HomeInUseException when a node has it
     * @throws AccessDeniedException when it cannot be created or written
     */
    public static HomeLock acquire(Path home) throws IOException {
        var real = create(home).toRealPath();
        if (!HELD.add(real)) {
            throw new HomeInUseException(
                    home, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new HomeLock(real, lock(real, home));
        } catch (IOException e) {
            HELD.remove(real);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (HELD.remove(home)) {
            channel.close();
        }
    }

    private static Path create(Path home) throws IOException {
        try {
            Directories.create(home);
        } catch (FileSystemException e) {
            throw notWritable(home, e);
        }
        return home;
    }

    private static FileChannel lock(Path real, Path home) throws IOException {
        var file = real.resolve("node.lock");
        var channel = open(file, home);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new HomeInUseException(home, readPid(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(Path file, Path home) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            if (e instanceof AccessDeniedException || !Files.isWritable(home)) {
                throw notWritable(home, e);
            }
            throw e;
        }
    }

    private static IOException notWritable(Path home, IOException cause) {
        var exception = new AccessDeniedException(
                home.toString(),
                null,
                "home cannot be written (expected: a directory that this user may write). Mend its owner and mode, or choose"
                        + " another home with --home");
        exception.initCause(cause);
        return exception;
    }

    private static String readPid(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(32);
        channel.read(bytes, 0);
        var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("\\d+") ? text : "unknown";
    }
}
