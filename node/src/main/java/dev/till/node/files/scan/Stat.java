package dev.till.node.files.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What tells that a file has not changed since it was last looked at.
 *
 * @param mtime nanoseconds since 1970
 * @param ctime nanoseconds since 1970, of the last change of anything about it; 0 where a file must be read again to know
 * @param inode its number in the file system
 */
public record Stat(Kind kind, long size, int mode, long mtime, long ctime, long inode) {
    /** Time stamps are as fine as the kernel's tick, and coarser on old file systems. */
    private static final long GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long COARSE_GRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long NANOS = 1_000_000_000L;
    private static final int TYPE = 0170000;

    /** What kind of thing it is. */
    public enum Kind {
        FILE,
        LINK,
        DIRECTORY,
        SPECIAL
    }

    /** Looks, without following a link. */
    public static Stat of(Path path) throws IOException {
        return of(Files.readAttributes(path, "unix:mode,size,lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS));
    }

    /** How many names a file has. */
    public static int names(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    }

    private static Stat of(Map<String, Object> attributes) {
        int mode = (Integer) attributes.get("mode");
        var kind = switch (mode & TYPE) {
            case 0100000 -> Kind.FILE;
            case 0120000 -> Kind.LINK;
            case 0040000 -> Kind.DIRECTORY;
            default -> Kind.SPECIAL;
        };
        return new Stat(
                kind,
                (Long) attributes.get("size"),
                mode & 0777,
                nanos((FileTime) attributes.get("lastModifiedTime")),
                nanos((FileTime) attributes.get("ctime")),
                (Long) attributes.get("ino"));
    }

    /** When it was last written. */
    public Instant modified() {
        return Instant.ofEpochSecond(Math.floorDiv(mtime, NANOS), Math.floorMod(mtime, NANOS));
    }

    /** Whether nothing of it has changed since {@code earlier}. */
    public boolean isStill(Stat earlier) {
        return earlier.ctime != 0 && equals(earlier);
    }

    /** Whether it is the same file with the same content, as far as can be told; permissions may differ. */
    public boolean hasContentOf(Stat other) {
        return kind == other.kind && size == other.size && mtime == other.mtime && inode == other.inode;
    }

    /**
     * As it may be remembered after it was read at {@code now}: of a file that changed within one grain of the clock before, a
     * later change may not show, so it is to be read again.
     */
    public Stat asReadAt(Instant now) {
        long read = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        long grain = mtime % 1_000_000 == 0 ? COARSE_GRAIN_NANOS : GRAIN_NANOS;
        return Math.max(mtime, ctime) > read - grain ? new Stat(kind, size, mode, mtime, 0, inode) : this;
    }

    /**
     * As it may be remembered after a thing that looked like {@code staged} was put in place, begun at {@code now}: who
     * writes into it afterwards sets a time that tells.
     */
    public Stat asPlaced(Stat staged, Instant now) {
        long begun = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return hasContentOf(staged) && mtime < begun - COARSE_GRAIN_NANOS ? this : asReadAt(now);
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
