package dev.till.node.journal;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.ClockComparison;
import dev.till.protocol.time.DotSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this machine's clock is right, as far as others tell, and whether it has been ahead, so that own writes have to be
 * stamped again. Not thread-safe.
 */
final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    /** So many peers are named at most. */
    private static final int NAMED = 3;

    private static final int DAYS_FROM = 20;

    /** Comparisons. */
    private static final int PATIENCE = 30;

    private final Duration bound;
    private ClockComparison clocks = ClockComparison.NONE;
    private List<String> warnings = List.of();
    private Optional<DotSet> awaited = Optional.empty();
    private int waited;
    private boolean strayed;
    private boolean restamping;

    /** @param bound clocks that are further apart than this are not both right */
    ClockWatch(Duration bound) {
        this.bound = bound;
    }

    /** How the clock compares with others now, and what those others have applied. */
    void compared(ClockComparison now, SortedMap<DeviceId, DotSet> heads) {
        clocks = now;
        awaited = whatVouchersHave(heads);
        waited = strayed && awaited.isPresent() ? waited + 1 : 0;
        var before = warnings;
        warnings = said();
        // How far they are apart is measured anew all the time: what is logged is that it begins and that it ends.
        if (before.isEmpty() && !warnings.isEmpty()) {
            LOG.warn("{}", String.join("; ", warnings));
        } else if (!before.isEmpty() && now.isVouchedFor(bound) && warnings.isEmpty()) {
            LOG.info("Clocks agree again");
        }
    }

    /** Own time has been found too far ahead of the clock. */
    void strayed() {
        strayed = true;
    }

    /**
     * Whether to stamp again now; then it is under way until {@link #restamped}. First comes whatever those have who vouch for
     * the clock, for among it may be what was written at the same time and is to win. It is waited for so long and no
     * longer: two whose clocks were ahead might wait for each other.
     *
     * @param here what is applied or held aside here
     */
    boolean beginsRestamp(Supplier<DotSet> here) {
        boolean begins = strayed
                && !restamping
                && awaited.isPresent()
                && (waited > PATIENCE || awaited.get().minus(here.get()).isEmpty());
        restamping |= begins;
        return begins;
    }

    private Optional<DotSet> whatVouchersHave(SortedMap<DeviceId, DotSet> heads) {
        var vouchers = new TreeSet<>(clocks.ahead().keySet());
        clocks.differing(bound).forEach(vouchers::remove);
        if (!clocks.isVouchedFor(bound) || !heads.keySet().containsAll(vouchers)) {
            return Optional.empty();
        }
        return Optional.of(vouchers.stream().map(peer -> heads.get(peer)).reduce(DotSet.EMPTY, DotSet::union));
    }

    /** So many writes have been stamped again; if that is not all, it is tried again at the next comparison. */
    void restamped(long writes, boolean complete) {
        restamping = false;
        strayed = !complete;
        if (writes > 0) {
            LOG.warn("{} values were written while this clock was ahead: they bear a right time from now on", writes);
        }
    }

    /** What a person should know, one sentence each. */
    List<String> warnings() {
        return warnings;
    }

    private List<String> said() {
        var all = new ArrayList<String>();
        var differing = clocks.differing(bound);
        clocks.doubt(bound)
                .ifPresentOrElse(
                        off -> all.add("this machine's clock is " + apart(off) + " that of " + differing.size() + " of "
                                + clocks.ahead().size()
                                + " peers in reach: set right what is wrong, for what bears a time too"
                                + " far ahead is held aside"),
                        () -> differing.stream()
                                .limit(NAMED)
                                .forEach(peer -> all.add("the clock of " + peer.abbreviated() + " is "
                                        + apart(clocks.ahead().get(peer).negated())
                                        + " this one, which others agree with:"
                                        + " set it right")));
        return List.copyOf(all);
    }

    private static String apart(Duration off) {
        return roughly(off.abs()) + (off.isNegative() ? " behind" : " ahead of");
    }

    private static String roughly(Duration time) {
        if (time.compareTo(Duration.ofDays(DAYS_FROM)) > 0) {
            return time.toDays() + " days";
        }
        return time.compareTo(Duration.ofHours(2)) > 0 ? time.toHours() + " hours" : time.toSeconds() + " seconds";
    }
}
