package dev.till.protocol.register;

import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The mergeable state of one field: the versions nobody has superseded, and the context of all that was ever seen.
 *
 * <p>This is a dotted version vector set (Almeida, Baquero, Gonçalves, Preguiça, Fonte: Scalable and Accurate
 * Causality Tracking for Eventually Consistent Stores, 2014). To each dot a register relates in one of three ways, and
 * merging only ever moves along them: not seen, then present, then superseded. So merge is a join, dot by dot, even
 * between states that no correct history produces.
 *
 * <p>The state never depends on a policy. {@link #winner()} reads it last-writer-wins; {@link #isConflict()} reads it as
 * siblings.
 *
 * @param versions concurrent versions in ascending order, at most one for each dot
 * @param context every dot up to these sequence numbers is either among {@code versions} or superseded; as a rule no more than
 *     the versions have seen together
 */
public record Register(List<Version> versions, VersionVector context) implements Lattice<Register> {

    /** Nothing was ever written. */
    public static final Register EMPTY = new Register(List.of(), VersionVector.EMPTY);

    public Register {
        versions = List.copyOf(versions);
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            if (!context.covers(version.dot()) || !context.dominates(version.seen())) {
                throw new IllegalArgumentException("context: misses " + version.dot() + " or what it had seen, "
                        + version.seen() + " (expected: every version's dot and what it had seen)");
            }
            if (i > 0) {
                requireNext(version, versions.subList(0, i));
            }
        }
    }

    /** The register as one write left it; {@code seen} is what its writer knew of other devices' writes to it. */
    public static Register of(Version version, VersionVector seen) {
        return of(version.seeing(seen));
    }

    /** The register as one write left it. */
    public static Register of(Version version) {
        return new Register(List.of(version), version.context());
    }

    @Override
    public Register merge(Register other) {
        if (other.supersedes(this)) {
            return other;
        }
        if (supersedes(other)) {
            return this;
        }
        return join(other);
    }

    /** Whether merging {@code older} into this register changes nothing: the usual case, and the cheap one. */
    private boolean supersedes(Register older) {
        if (!context.dominates(older.context)) {
            return false;
        }
        // From here on what only the older one holds is superseded: our context covers all of it.
        // By index, here and in find: this is done for every datagram, and an iterator would be garbage each time.
        for (int i = 0; i < versions.size(); i++) {
            var mine = versions.get(i);
            var theirs = older.find(mine.dot());
            boolean stays = theirs == null ? !older.context.covers(mine.dot()) : mine.absorbs(theirs);
            if (!stays) {
                return false;
            }
        }
        return true;
    }

    private Register join(Register other) {
        var kept = new ArrayList<Version>(versions.size() + other.versions.size());
        for (Version mine : versions) {
            var theirs = other.find(mine.dot());
            if (theirs != null) {
                kept.add(mine.merge(theirs));
            } else if (!other.context.covers(mine.dot())) {
                kept.add(mine);
            }
        }
        for (Version theirs : other.versions) {
            if (!context.covers(theirs.dot())) {
                kept.add(theirs);
            }
        }
        kept.sort(null);
        return new Register(kept, context.merge(other.context));
    }

    /** The version that last-writer-wins shows: the greatest. Empty when nothing was ever written. */
    public Optional<Version> winner() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    /**
     * The context of a write that replaces {@code seen} among the versions and is to stand beside the others. A device
     * numbers its writes in order, so of the device of such another everything before it counts as seen.
     */
    public VersionVector contextBeside(Set<Dot> seen) {
        var entries = new TreeMap<>(context.entries());
        for (Version version : versions) {
            var dot = version.dot();
            if (!seen.contains(dot)) {
                entries.computeIfPresent(
                        dot.device(), (device, seq) -> dot.seq() == 1 ? null : (Long) Math.min(seq, dot.seq() - 1));
            }
        }
        return new VersionVector(entries);
    }

    /** The value shown, unless there is none or it was deleted. */
    public Optional<Value> value() {
        return winner().map(Version::content).filter(Value.class::isInstance).map(Value.class::cast);
    }

    /** Whether concurrent writes left more than one distinct content. */
    public boolean isConflict() {
        for (Version version : versions) {
            if (!version.content().equals(versions.get(0).content())) {
                return true;
            }
        }
        return false;
    }

    private static void requireNext(Version version, List<Version> before) {
        boolean isNext = before.get(before.size() - 1).compareTo(version) < 0;
        for (Version earlier : before) {
            isNext &= !earlier.dot().equals(version.dot());
        }
        if (!isNext) {
            throw new IllegalArgumentException("versions: " + version.dot() + " after " + before
                    + " (expected: ascending versions, one for each dot)");
        }
    }

    /** The version of {@code dot}; null, because merge asks this for every version, when there is none. */
    private Version find(Dot dot) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).dot().equals(dot)) {
                return versions.get(i);
            }
        }
        return null;
    }
}
