package dev.till.protocol.register;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.Extra;
import java.util.Comparator;

/**
 * What one datagram left in a register.
 *
 * @param extra fields written by a newer till that this one does not know; kept and passed on
 */
public record Version(Dot dot, HybridTimestamp at, Content content, Extra extra) implements Comparable<Version> {

    private static final Comparator<Version> ORDER = Comparator.comparing(Version::at)
            .thenComparing(Version::dot)
            .thenComparing(Version::content)
            .thenComparing(Version::extra);

    public Version {
        requireNonNull(dot, "dot");
        requireNonNull(at, "at");
        requireNonNull(content, "content");
        requireNonNull(extra, "extra");
    }

    // The dot tells most of them apart; what the JVM makes for a record would compare contents before it.
    @Override
    public boolean equals(Object other) {
        return other instanceof Version version
                && dot.equals(version.dot)
                && at.equals(version.at)
                && content.equals(version.content)
                && extra.equals(version.extra);
    }

    @Override
    public int hashCode() {
        return 31 * dot.hashCode() + at.hashCode();
    }

    /** By timestamp, then device, then sequence, then content: total down to the last bit, so the greatest is one. */
    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }
}
