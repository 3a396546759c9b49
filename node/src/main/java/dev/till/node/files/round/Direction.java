package dev.till.node.files.round;

import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.sync.Step;

/** Holds a folder to the direction that its files go in. */
record Direction(SyncMode mode) {
    static Direction of(SyncMode mode) {
        return new Direction(mode);
    }

    /** The step, or nothing when it goes the other way. */
    Step allow(Step step) {
        boolean sends = step instanceof Step.Offer;
        boolean receives = step instanceof Step.Take;
        if ((sends && !mode.sends()) || (receives && !mode.receives())) {
            return new Step.Keep();
        }
        if (step instanceof Step.Conflict conflict && conflict.offer() && !mode.sends()) {
            return new Step.Conflict(conflict.mine(), false, conflict.theirs(), conflict.reason());
        }
        return step;
    }
}
