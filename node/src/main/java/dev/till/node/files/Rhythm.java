package dev.till.node.files;

import dev.till.node.files.scan.Power;
import java.time.Duration;

/**
 * How often a folder is looked at that follows changes. On battery less often: a look at everything keeps a disk and a
 * processor busy, and most changes are told by the system anyway.
 *
 * @param scan how often everything is looked at
 */
public record Rhythm(Duration scan, Power power) {
    private static final int ON_BATTERY = 6;
    private static final Duration SOON = Duration.ofMillis(250);
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    /** How long until everything is looked at again. */
    Duration untilScan() {
        return power.isOnBattery() ? scan.multipliedBy(ON_BATTERY) : scan;
    }

    /** How long until what could not be done is tried again, the first time. */
    Duration soon() {
        return SOON;
    }

    /** The same after it was tried again in vain. */
    Duration later(Duration before) {
        var twice = before.multipliedBy(2);
        var most = power.isOnBattery() ? AT_MOST.multipliedBy(ON_BATTERY) : AT_MOST;
        return twice.compareTo(most) > 0 ? most : twice;
    }
}
