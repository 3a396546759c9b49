package dev.till.node.files.round;

import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.AgreedRow;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.time.Dot;
import java.util.List;
import java.util.Optional;

/**
 * What was found at one path, and what is to be done about it.
 *
 * @param stat how it looked when {@code mine} was read; empty when nothing was there
 * @param chunks of a large file that was read
 */
public record Finding(
        FilePath path,
        Optional<Stat> stat,
        Item mine,
        List<Chunk> chunks,
        Optional<AgreedRow> row,
        List<Theirs> theirs,
        Step step) {

    /**
     * A version as the register has it, and the dot that names it there.
     *
     * @param record the version as it stands there
     */
    public record Theirs(Dot dot, FileVersion version, String record) {}

    /** The version that is taken; of a finding whose step is to take one. */
    FileVersion taken() {
        return ((Step.Take) step).theirs();
    }

    /** The version that is taken, as its register holds it. */
    @SuppressWarnings("ReferenceEquality") // Another one that is equal is written anew, which only takes longer.
    String takenRecord() {
        var taken = taken();
        for (Theirs each : theirs) {
            // Mostly it is one of those that were read, and need not be written anew.
            if (each.version() == taken) {
                return each.record();
            }
        }
        return FileRecord.write(taken).json();
    }

    /** The same, once the directory that was in the way is gone. */
    Finding cleared() {
        return new Finding(path, Optional.empty(), Item.Absent.NOTHING, List.of(), row, theirs, step);
    }

    /** Whether this is what is remembered of the path, and it looks as it did. */
    boolean isKnownAs(FileVersion version) {
        return row.isPresent()
                && row.get().stat().equals(stat)
                && row.get().version().item().equals(version.item())
                && row.get().version().clock().equals(version.clock());
    }

    /** The versions without their dots. */
    List<FileVersion> versions() {
        return theirs.stream().map(Theirs::version).toList();
    }

    /** Whether anything but bookkeeping follows from it. */
    public boolean isAction() {
        return step instanceof Step.Offer
                || step instanceof Step.Take
                || (step instanceof Step.Conflict conflict && conflict.offer());
    }

    /** Whether it is taken of versions that stand side by side. */
    public boolean takesOneOfSeveral() {
        return step instanceof Step.Take && theirs.size() > 1;
    }

    /** Whether it takes something away, here or from the others. */
    boolean deletes() {
        return action().equals("send-deletion") || action().equals("delete");
    }

    /** Whether somebody has to decide about it. */
    public boolean isConflict() {
        return step instanceof Step.Conflict;
    }

    /** What is done, in a word that never changes. */
    public String action() {
        if (step instanceof Step.Offer) {
            return mine.isAbsent() ? "send-deletion" : "send";
        }
        if (step instanceof Step.Take take) {
            boolean same = take.theirs().item().hasContentOf(mine);
            return same ? "adjust" : take.theirs().item().isAbsent() ? "delete" : "receive";
        }
        return step instanceof Step.Conflict ? "conflict" : "keep";
    }

    /** Who made the version that is acted upon; this device when it is its own. */
    public String from(String self) {
        if (step instanceof Step.Take take) {
            return take.theirs().by().value();
        }
        return step instanceof Step.Conflict conflict
                ? conflict.theirs().get(0).by().value()
                : self;
    }
}
