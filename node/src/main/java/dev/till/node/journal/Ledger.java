package dev.till.node.journal;

import dev.till.node.message.JournalCommand.Write;
import dev.till.node.message.Recorded;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridClock;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives out timestamps, sequence numbers and revisions, and knows what has been applied. What it gave out counts once the
 * disk has it; until then it can be taken back to the last {@link Mark}. Not thread-safe.
 */
public final class Ledger {

    /**
     * A state to begin with, or to go back to.
     *
     * @param applied all that has been entered
     * @param origin under which this device numbers
     * @param greatestOwn the last number given out under it
     * @param revision of the newest record
     */
    public record Mark(HybridClock clock, DotSet applied, DeviceId origin, long greatestOwn, long revision) {}

    private DeviceId origin;
    private HybridClock clock;
    private RunningDots applied;
    private long greatestOwn;
    private long revision;

    /** Goes on from {@code start}. */
    public Ledger(Mark start) {
        goBack(start);
    }

    /** The state now. */
    public Mark mark() {
        return new Mark(clock, applied.snapshot(), origin, greatestOwn, revision);
    }

    /** Takes back all since {@code mark}. */
    public final void goBack(Mark mark) {
        clock = mark.clock();
        applied = new RunningDots(mark.applied());
        origin = mark.origin();
        greatestOwn = mark.greatestOwn();
        revision = mark.revision();
    }

    /** Local writes as the next datagrams of this device. */
    public List<Recorded> stamp(List<Write> writes, HybridTimestamp wall) {
        var records = new ArrayList<Recorded>(writes.size());
        for (Write write : writes) {
            clock = write.at().isPresent() ? clock.observe(write.at().get()) : clock.tick(wall);
            var at = write.at().orElse(clock.last());
            var version = new Version(new Dot(origin, ++greatestOwn), at, write.content(), write.context(), Extra.NONE);
            applied.add(origin, greatestOwn);
            records.add(new Recorded(new Datagram(write.key(), version), ++revision));
        }
        return records;
    }

    /** Begins to count anew, under an origin that nobody has used. */
    public void renumber(DeviceId next) {
        origin = next;
        greatestOwn = 0;
    }

    /** Under which this device numbers now. */
    public DeviceId origin() {
        return origin;
    }

    /** Whether {@code seq} of {@code device} proves that somebody else gives out numbers of this device's present origin. */
    public boolean isUsurped(DeviceId device, long seq) {
        return seq > greatestOwn && device.equals(origin);
    }

    /** A datagram of whatever origin that was brought by a peer; empty when it has been applied before. */
    public Optional<Recorded> enter(Datagram datagram) {
        var dot = datagram.dot();
        if (isApplied(dot)) {
            return Optional.empty();
        }
        clock = clock.observe(datagram.at());
        return Optional.of(record(datagram));
    }

    /**
     * The same of a datagram from too far in the future that need not be held aside, because it can win nothing any more or is
     * this device's own: its time is not taken for a time.
     */
    public Optional<Recorded> enterTimeless(Datagram datagram) {
        return isApplied(datagram.dot()) ? Optional.empty() : Optional.of(record(datagram));
    }

    private Recorded record(Datagram datagram) {
        applied.add(datagram.dot().device(), datagram.dot().seq());
        return new Recorded(datagram, ++revision);
    }

    /** Counts {@code dots} as applied, and answers the revision of that. */
    public long cover(DotSet dots) {
        applied.addAll(dots);
        return ++revision;
    }

    boolean isApplied(Dot dot) {
        return applied.contains(dot.device(), dot.seq());
    }

    /** Whether {@code at} lies beyond the drift bound. */
    public boolean isTooFarAhead(HybridTimestamp at, HybridTimestamp wall) {
        return clock.isTooFarAhead(at, wall);
    }

    /** The drift bound: later than this is too far ahead. */
    public HybridTimestamp bound(HybridTimestamp wall) {
        return clock.bound(wall);
    }

    /** Whether this device's own time has run too far ahead: it wrote under a clock that was. */
    public boolean hasStrayed(HybridTimestamp wall) {
        return clock.isTooFarAhead(clock.last(), wall);
    }

    /** Goes back to {@code wall} if time {@link #hasStrayed}. */
    public void comeBack(HybridTimestamp wall) {
        if (hasStrayed(wall)) {
            clock = clock.tick(wall);
        }
    }

    /** All that has been entered, durable or not. */
    DotSet applied() {
        return applied.snapshot();
    }

    /** Of the newest record. */
    long revision() {
        return revision;
    }

    HybridTimestamp latest() {
        return clock.last();
    }
}
