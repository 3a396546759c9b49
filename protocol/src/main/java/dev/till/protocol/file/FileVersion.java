package dev.till.protocol.file;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceName;
import java.time.Instant;
import java.util.Comparator;

/**
 * One version of what is at a path.
 *
 * @param by who made it
 * @param at when that device noticed
 */
public record FileVersion(Item item, FileClock clock, DeviceName by, Instant at) {

    /** By time of writing, then so that every device puts the smaller name last: the greatest is the newest. */
    private static final Comparator<FileVersion> AGE = Comparator.comparing(FileVersion::written)
            .thenComparing(FileVersion::by, Comparator.reverseOrder())
            .thenComparing(version -> version.item().toString());

    public FileVersion {
        requireNonNull(item, "item");
        requireNonNull(clock, "clock");
        requireNonNull(by, "by");
        requireNonNull(at, "at");
    }

    /** When its content was written: the time of the file itself, where it has one. */
    public Instant written() {
        return item instanceof Item.Regular file ? file.mtime() : at;
    }

    /** Orders by age; total, and the same everywhere. */
    public static Comparator<FileVersion> byAge() {
        return AGE;
    }

    /** The same, known to follow all that {@code more} counts. */
    public FileVersion following(FileClock more) {
        return clock.covers(more) ? this : new FileVersion(item, clock.merge(more), by, at);
    }
}
