package dev.till.protocol.file.sync;

import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.time.VersionVector.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides about one path from three trees: what was agreed when this device last came to rest, what is here now, and what the
 * others have. Pure and total.
 *
 * <p>Version vectors say what is newer, never a time. What is here and is not what was agreed counts as one more change of
 * this device. Concurrent contents are a conflict and nothing is overwritten; content outlives deletion; of equal contents
 * with different permissions or times the later ones count.
 */
public final class Reconciliation {
    private final FileClock agreed;
    private final Item base;
    private final Item mine;
    private final List<FileVersion> heads;
    private final Me me;

    /**
     * Who decides.
     *
     * @param now stamped on what is offered
     */
    public record Me(DeviceName name, Instant now, ConflictPolicy policy) {}

    private Reconciliation(Optional<FileVersion> agreed, Item mine, List<FileVersion> theirs, Me me) {
        this.agreed = agreed.map(FileVersion::clock).orElse(FileClock.EMPTY);
        this.base = agreed.map(FileVersion::item).orElse(Item.Absent.NOTHING);
        this.mine = mine;
        this.heads = Heads.of(theirs);
        this.me = me;
    }

    /**
     * What is to be done.
     *
     * @param agreed empty when this path was never agreed upon
     * @param theirs all concurrent versions that are known; none when nobody has told of this path
     */
    public static Step decide(Optional<FileVersion> agreed, Item mine, List<FileVersion> theirs, Me me) {
        var question = new Reconciliation(agreed, mine, theirs, me);
        if (question.heads.isEmpty()) {
            return question.unheardOf(agreed.isPresent());
        }
        if (question.hasDeletedOneOf(theirs)) {
            return new Step.Offer(question.here(), "deleted here");
        }
        return question.heads.size() == 1 ? question.one(question.heads.get(0)) : question.several();
    }

    private boolean isChanged() {
        return !mine.equals(base);
    }

    /** The clock of what is here. */
    private FileClock here() {
        return isChanged() ? agreed.next(me.name()) : agreed;
    }

    /**
     * Whether one of the versions that are told was deleted here. Whatever else there is, the others have to hear of it, or they
     * would wait for a content that perhaps nobody has any more.
     */
    private boolean hasDeletedOneOf(List<FileVersion> theirs) {
        return mine.isAbsent()
                && theirs.stream()
                        .filter(version -> !version.item().isAbsent() && agreed.covers(version.clock()))
                        // Where one clock stands for both, content outlives deletion here as well.
                        .anyMatch(version -> here().compare(version.clock()) == Order.AFTER);
    }

    private Step unheardOf(boolean wasAgreed) {
        if (isChanged()) {
            return new Step.Offer(here(), mine.isAbsent() ? "deleted here" : "new here");
        }
        return wasAgreed ? new Step.Offer(agreed, "the others do not know of it") : new Step.Keep();
    }

    private Step one(FileVersion theirs) {
        var both = agreed.merge(theirs.clock());
        if (mine.equals(theirs.item())) {
            boolean known = both.equals(agreed) && !isChanged();
            return known ? new Step.Keep() : new Step.Agree(theirs.following(agreed), "the same on both sides");
        }
        return isChanged() ? bothDiffer(theirs, both) : unchanged(theirs, both);
    }

    /** This device has changed nothing, and theirs is something else. */
    private Step unchanged(FileVersion theirs, FileClock both) {
        var order = theirs.clock().compare(agreed);
        if (order == Order.AFTER) {
            return new Step.Take(
                    theirs, theirs.item().isAbsent() ? "deleted by " + theirs.by() : "changed by " + theirs.by());
        }
        if (order == Order.BEFORE) {
            return new Step.Offer(agreed, "the others do not know of the last change");
        }
        // From here on each side has what the other has not seen, or one clock stands for two contents.
        return concurrent(theirs, both, agreed);
    }

    /** This device has changed it, and not to what they have. */
    private Step bothDiffer(FileVersion theirs, FileClock both) {
        var order = theirs.clock().compare(agreed);
        boolean theyHaveNotChanged =
                order == Order.BEFORE || (order == Order.EQUAL && theirs.item().hasContentOf(base));
        if (theyHaveNotChanged) {
            return new Step.Offer(both.next(me.name()), changeHere());
        }
        return concurrent(theirs, both, here());
    }

    private Step concurrent(FileVersion theirs, FileClock both, FileClock here) {
        if (mine.hasContentOf(theirs.item())) {
            return isLater(theirs)
                    ? new Step.Take(theirs.following(both), "later permissions or times of " + theirs.by())
                    : new Step.Offer(both.merge(here), "later permissions or times here");
        }
        // Content outlives deletion: a deletion can be repeated, a lost edit cannot.
        if (mine.isAbsent()) {
            return new Step.Take(theirs.following(both), "deleted here, but changed by " + theirs.by());
        }
        if (theirs.item().isAbsent()) {
            return new Step.Offer(both.merge(here), "deleted by " + theirs.by() + ", but changed here");
        }
        return conflict(here, true, List.of(theirs));
    }

    private boolean isLater(FileVersion theirs) {
        if (mine instanceof Item.Regular ours && theirs.item() instanceof Item.Regular file) {
            int order = ours.mtime().compareTo(file.mtime());
            return order != 0 ? order < 0 : ours.mode() < file.mode();
        }
        if (mine instanceof Item.Directory ours && theirs.item() instanceof Item.Directory directory) {
            return ours.mode() < directory.mode();
        }
        return false;
    }

    /** The others disagree among themselves, perhaps with this device among them. */
    private Step several() {
        var unknown =
                heads.stream().filter(head -> !agreed.covers(head.clock())).toList();
        if (unknown.isEmpty()) {
            // All of them were resolved into what is here.
            return new Step.Offer(here(), changeHere());
        }
        var mineAmongThem =
                heads.stream().filter(head -> head.item().hasContentOf(mine)).findFirst();
        if (mineAmongThem.isPresent()) {
            return oneOfThem(mineAmongThem.get(), unknown);
        }
        boolean offer = !mine.isAbsent()
                && (isChanged()
                        || unknown.stream().noneMatch(head -> head.clock().covers(agreed)));
        return conflict(here(), offer, unknown);
    }

    /** What is here is one of those to decide between, and it may have followed some of the others already. */
    private Step oneOfThem(FileVersion head, List<FileVersion> unknown) {
        var others = unknown.stream().filter(other -> !other.equals(head)).toList();
        boolean replaces = others.size() + 1 < heads.size();
        var clock = (replaces ? here() : agreed).merge(head.clock());
        return others.isEmpty() ? new Step.Offer(clock, changeHere()) : conflict(clock, replaces, others);
    }

    private Step conflict(FileClock here, boolean offer, List<FileVersion> theirs) {
        boolean isMineWanted =
                offer || heads.stream().anyMatch(head -> head.item().hasContentOf(mine));
        var candidates = new ArrayList<>(theirs);
        var ours = new FileVersion(mine, here, writer(), me.now());
        if (isMineWanted) {
            candidates.add(ours);
        }
        var everything = here.merge(Heads.clock(heads));
        return me.policy()
                .winner(candidates)
                .<Step>map(winner -> winner.equals(ours)
                        ? new Step.Offer(everything, "wins over " + names(theirs) + " by policy")
                        : new Step.Take(winner.following(everything), "wins over what is here by policy"))
                .orElseGet(() -> new Step.Conflict(here, offer, theirs, "changed here and by " + names(theirs)));
    }

    /** Who wrote what is here: another device, when it is known to be theirs. */
    private DeviceName writer() {
        return heads.stream()
                .filter(head -> head.item().hasContentOf(mine))
                .map(FileVersion::by)
                .findFirst()
                .orElse(me.name());
    }

    private static String names(List<FileVersion> versions) {
        return String.join(
                ", ",
                versions.stream()
                        .map(version -> version.by().value())
                        .distinct()
                        .toList());
    }

    private String changeHere() {
        if (mine.isAbsent()) {
            return "deleted here";
        }
        if (base.isAbsent()) {
            return "new here";
        }
        return mine.hasContentOf(base) ? "permissions or times changed here" : "changed here";
    }
}
