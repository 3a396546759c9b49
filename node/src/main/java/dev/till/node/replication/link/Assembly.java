package dev.till.node.replication.link;

import dev.till.node.replication.link.PeerMessage.PagePart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Collects the parts of one page, in whatever order and however often they come. Bounded by the parts' own bounds. */
public final class Assembly {
    private Bytes[] parts = new Bytes[0];
    private int missing;

    /** Adds a part; tells the whole page's bytes when it was the last one missing. */
    public Optional<Bytes> add(PagePart part) {
        if (parts.length != part.count()) {
            parts = new Bytes[part.count()];
            missing = part.count();
        }
        if (parts[part.index()] == null) {
            parts[part.index()] = part.bytes();
            missing--;
        }
        if (missing > 0) {
            return Optional.empty();
        }
        var whole = parts.length == 1 ? parts[0] : Bytes.join(List.copyOf(Arrays.asList(parts)));
        parts = new Bytes[0];
        return Optional.of(whole);
    }
}
