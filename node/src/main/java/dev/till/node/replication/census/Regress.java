package dev.till.node.replication.census;

import dev.till.node.replication.link.Head;
import dev.till.protocol.time.DotSet;

/**
 * Finds out that this device's disk was set back: others remember a head of ours that names what we do not have.
 *
 * <p>Such a memory may also have overtaken our own knowledge of a batch just written. So it counts only when what was
 * missing at one look is still missing at the next.
 */
public final class Regress {
    private Head remembered = Head.NONE;
    private DotSet missing = DotSet.EMPTY;

    /** Others remember this head of ours. */
    public void heard(Head head) {
        remembered = remembered.merge(head);
    }

    /** The epoch to speak in, now that this device has applied {@code own} and speaks in {@code epoch}. */
    public long look(long epoch, DotSet own) {
        if (remembered.epoch() < epoch) {
            return epoch;
        }
        var stillMissing = remembered.applied().minus(own);
        boolean lost = !stillMissing.isEmpty() && stillMissing.equals(missing);
        missing = stillMissing;
        if (lost) {
            missing = DotSet.EMPTY;
            return remembered.epoch() + 1;
        }
        return stillMissing.isEmpty() ? remembered.epoch() : epoch;
    }

    /** What others remember and {@code own} lacks. */
    public DotSet lost(DotSet own) {
        return remembered.applied().minus(own);
    }

    boolean isSuspected() {
        return !missing.isEmpty();
    }
}
