package dev.till.protocol.register;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.Comparator;

/**
 * What one datagram left in a register.
 *
 * @param seen what its writer had seen of <em>other</em> devices' writes to the register: these it supersedes, and all of its own
 *     device before it
 * @param extra fields written by a newer till that this one does not know; kept and passed on
 */
public record Version(Dot dot, HybridTimestamp at, Content content, VersionVector seen, Extra extra)
        implements Comparable<Version> {

    private static final Comparator<Version> ORDER = Comparator.comparing(Version::at)
            .thenComparing(Version::dot)
            .thenComparing(Version::content)
            .thenComparing(Version::extra);

    public Version {
        requireNonNull(dot, "dot");
        requireNonNull(at, "at");
        requireNonNull(content, "content");
        requireNonNull(extra, "extra");
        seen = seen.without(dot.device());
    }

    /** A version whose writer had seen nothing of other devices. */
    public Version(Dot dot, HybridTimestamp at, Content content, Extra extra) {
        this(dot, at, content, VersionVector.EMPTY, extra);
    }

    /** The same version, of a writer that had seen {@code context}. */
    public Version seeing(VersionVector context) {
        return new Version(dot, at, content, context, extra);
    }

    /** All that it supersedes, and itself. */
    VersionVector context() {
        return seen.with(dot);
    }

    /**
     * What two replicas keep of one dot. They differ only where a device was cloned or a replica had to guess what was seen; the
     * greater content and all that either has seen still make them agree.
     */
    Version merge(Version same) {
        if (absorbs(same)) {
            return this;
        }
        return (same.compareTo(this) > 0 ? same : this).seeing(seen.merge(same.seen));
    }

    /** Whether merging {@code same}, of the same dot, changes nothing. */
    boolean absorbs(Version same) {
        return compareTo(same) >= 0 && seen.dominates(same.seen);
    }

    // The dot tells most of them apart; what the JVM makes for a record would compare contents before it.
    @Override
    public boolean equals(Object other) {
        return other instanceof Version version
                && dot.equals(version.dot)
                && at.equals(version.at)
                && content.equals(version.content)
                && seen.equals(version.seen)
                && extra.equals(version.extra);
    }

    @Override
    public int hashCode() {
        return 31 * dot.hashCode() + at.hashCode();
    }

    /** By timestamp, then device, then sequence, then content: of what anybody can be shown the greatest is one. */
    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
