package dev.till.node.journal;

import dev.till.node.message.JournalCommand.Release;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps segments that a hub is to have and has not: up to so many bytes of them, for a hub that is out of reach must not fill
 * the disk. Without a hub it keeps nothing back.
 */
final class Holdback {
    private static final Logger LOG = LoggerFactory.getLogger(Holdback.class);

    private final OptionalLong most;
    private long shipped;
    private Optional<String> lost = Optional.empty();

    /** @param most bytes of sealed segments; empty without a hub */
    Holdback(OptionalLong most) {
        this.most = most;
    }

    /** The hub has everything up to this revision. */
    void shipped(long revision) {
        shipped = revision;
        lost = Optional.empty();
    }

    /** How many of the oldest segments are folded, stable, and not to be kept. */
    int removable(List<Segment> segments, Release release) {
        var stable = DotSet.of(release.stable());
        long waiting = segments.stream()
                .filter(segment -> segment.lastRevision() > shipped)
                .mapToLong(Segment::durableLength)
                .sum();
        int count = 0;
        for (Segment segment : segments) {
            boolean needless = segment.lastRevision() <= release.folded()
                    && segment.dots().minus(stable).isEmpty();
            boolean kept = segment.lastRevision() > shipped && waiting <= most.orElse(-1);
            if (!needless || kept) {
                break;
            }
            waiting -= segment.lastRevision() > shipped ? segment.durableLength() : 0;
            count++;
        }
        return count;
    }

    /** Removes those, the one that is written to aside. {@code show} tells readers what is left, before it is so. */
    int remove(JournalWriter writer, Release release, Consumer<List<Segment>> show) throws IOException {
        var segments = writer.segments();
        int going = Math.min(removable(segments, release), segments.size() - 1);
        // Readers first: a file that is gone is stepped over, and they ask afterwards where the log begins.
        show.accept(segments.subList(Math.max(0, going), segments.size()));
        for (int i = 0; i < going; i++) {
            notice(segments.get(i));
            writer.removeOldest();
        }
        return Math.max(0, going);
    }

    /** Says so when a segment goes that the hub does not have. */
    private void notice(Segment segment) {
        if (most.isPresent() && segment.lastRevision() > shipped && !segment.isEmpty()) {
            var what =
                    "more than " + most.getAsLong() + " bytes of the journal waited for the hub, so some were removed"
                            + " before it had them (hub-backlog-bytes); the next `till hub consolidate` on this device makes up for it";
            if (lost.isEmpty()) {
                LOG.warn("Journal: {}", what);
            }
            lost = Optional.of(what);
        }
    }

    Optional<String> warning() {
        return lost;
    }
}
