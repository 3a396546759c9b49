package dev.till.node.journal;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.AppendLocal;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Compared;
import dev.till.node.message.JournalCommand.Cover;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.JournalCommand.Outlived;
import dev.till.node.message.JournalCommand.Release;
import dev.till.node.message.JournalCommand.Released;
import dev.till.node.message.JournalCommand.Restamped;
import dev.till.node.message.JournalCommand.Twinned;
import dev.till.node.message.Recorded;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridClock;
import dev.till.protocol.time.HybridTimestamp;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the {@link Journal} does, without an actor around it: takes appends into a batch, makes the batch durable or as if it
 * had never been, and lets segments go. Not thread-safe.
 */
final class Appender implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
    private static final long SECONDS_PER_DAY = 86_400;

    private final DeviceId self;
    private final InstantSource wall;
    private final JournalSettings settings;
    private final JournalWriter writer;
    private final JournalReader reader;
    private final List<String> warnings;
    private final HeldAside held;
    private final Ledger ledger;
    private final ClockWatch clock;
    final Holdback holdback;
    private final SecureRandom random = new SecureRandom();
    private Ledger.Mark durable;
    private Optional<Appended.Failed> refusal = Optional.empty();
    private Batch batch = new Batch();

    Appender(DeviceId self, OpenJournal opened, InstantSource wall) {
        this.self = self;
        this.wall = wall;
        settings = opened.settings();
        writer = opened.writer();
        reader = opened.reader();
        warnings = new ArrayList<>(opened.recovered().warnings());
        held = new HeldAside(settings.maxHeld());
        clock = new ClockWatch(settings.maxDrift());
        holdback = new Holdback(settings.hubBacklog());
        ledger = new Ledger(start(opened.origin(self), opened.recovered()));
        noticeStraying(now());
        durable = ledger.mark();
        writer.number(ledger.origin());
        opened.doubt(self).ifPresent(this::renumber);
    }

    private Ledger.Mark start(DeviceId origin, Recovered recovered) {
        return new Ledger.Mark(
                new HybridClock(recovered.latest(), settings.maxDrift()),
                recovered.applied(),
                origin,
                recovered.claimed().of(origin).greatest(),
                recovered.lastRevision());
    }

    /**
     * Begins to count anew: no number given out from now on has been given out before, whatever others have seen. Nothing
     * waits to be committed.
     */
    void renumber(String why) {
        var next = self.origin(random.nextLong());
        ledger.renumber(next);
        durable = ledger.mark();
        writer.renumber(next);
        var what = "writes are numbered anew, for " + why;
        LOG.warn("From now on {}", what);
        warnings.add(what);
    }

    /** Another node runs as this device. It is said until the next start, and who yields takes no writes until then. */
    void twinned(Twinned twinned) {
        var what = "another node runs under the key of this device, at " + twinned.where()
                + ": a home was cloned, or restored while the original goes on. Stop one of them for ever, and enroll it"
                + " again with an empty home if its machine is to take part";
        if (twinned.yields()) {
            refusal = Optional.of(new Appended.Failed(
                    "this node came later and takes no writes: " + what
                            + "; start this node again when the other is gone",
                    false));
            try {
                RestoredMark.set(writer.directory());
            } catch (IOException e) {
                LOG.warn("Could not note that numbers begin anew at the next start: {}", e.getMessage());
            }
            LOG.error("No more writes or replication here: {}", what);
            warnings.add("no writes are taken and nothing is replicated, for " + what);
        } else {
            LOG.error("This node goes on, and the other gives way: {}", what);
            warnings.add("this node goes on, but " + what);
            renumber("another node runs as this device");
        }
    }

    /** Whether {@code dots} hold numbers of this device that it has not given out itself: somebody has seen another life of it. */
    boolean isUsurped(DotSet dots) {
        return ledger.isUsurped(ledger.origin(), dots.of(ledger.origin()).greatest());
    }

    /** The same of datagrams. */
    boolean isUsurped(List<Datagram> datagrams) {
        for (Datagram datagram : datagrams) {
            if (ledger.isUsurped(datagram.dot().device(), datagram.dot().seq())) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing waits to be made durable or answered. */
    boolean isIdle() {
        return batch.isEmpty();
    }

    /** Whether enough waits to be made durable without waiting for more. */
    boolean isFull() {
        return writer.buffered() >= settings.batchBytes();
    }

    boolean isHolding() {
        return held.count() > 0;
    }

    /** What a subscriber is told first. */
    Durable present() {
        return new Durable(List.of(), self, durable.applied(), durable.revision());
    }

    void append(AppendLocal append) {
        attempt(append.replyTo(), () -> {
            if (refusal.isPresent()) {
                batch.refuse(append.replyTo(), refusal.get());
                return;
            }
            var now = now();
            for (JournalCommand.Write write : append.writes()) {
                if (write.at().isPresent() && ledger.isTooFarAhead(write.at().get(), now)) {
                    batch.refuse(append.replyTo(), new Appended.Failed(tooFarAhead(write), false));
                    return;
                }
            }
            noticeStraying(now);
            prepare(self);
            var records = ledger.stamp(append.writes(), now);
            write(self, records);
            batch.await(append.replyTo(), records, 0);
        });
    }

    void append(AppendRemote append) {
        attempt(append.replyTo(), () -> {
            var now = now();
            prepare(append.from());
            int aside = 0;
            var records = new ArrayList<Recorded>(append.datagrams().size());
            for (var datagram : append.datagrams()) {
                if (!ledger.isTooFarAhead(datagram.at(), now) || ledger.isApplied(datagram.dot())) {
                    ledger.enter(datagram).ifPresent(records::add);
                } else if (datagram.dot().device().isOriginOf(self)) {
                    // Written here before the disk was set back. Only who has it can stamp it again.
                    clock.strayed();
                    ledger.enterTimeless(datagram).ifPresent(records::add);
                } else {
                    held.add(datagram, append.from());
                    aside++;
                }
            }
            if (!records.isEmpty()) {
                write(append.from(), records);
            }
            batch.await(append.replyTo(), records, aside);
        });
    }

    void append(Cover cover) {
        attempt(cover.replyTo(), () -> {
            prepare(cover.from());
            var news = cover.dots().minus(ledger.applied());
            if (!news.isEmpty()) {
                writer.append(news, ledger.cover(news));
                batch.gather(cover.from(), List.of(), ledger.revision());
            }
            batch.await(cover.replyTo(), List.of(), 0);
        });
    }

    /** Takes in what is held aside though it can win nothing any more. */
    void append(Outlived outlived) {
        try {
            for (HeldAside.Held each : held.takeOut(outlived.dots())) {
                prepare(each.from());
                var record = ledger.enterTimeless(each.datagram());
                if (record.isPresent()) {
                    write(each.from(), List.of(record.get()));
                }
            }
        } catch (IOException e) {
            LOG.warn("What was held aside could not be written, and will be fetched again: {}", e.getMessage());
        }
    }

    /** How this machine's clock compares with others. */
    void compared(Compared compared) {
        clock.compared(compared.clocks(), compared.heads());
        noticeStraying(now());
    }

    /** Later than this own writes have to be stamped again, which begins now; empty when there is nothing to begin. */
    Optional<HybridTimestamp> beginRestamp() {
        return clock.beginsRestamp(() -> applied().union(held.dots()))
                ? Optional.of(ledger.bound(now()))
                : Optional.empty();
    }

    /** So many have been stamped again. */
    void restamped(Restamped restamped) {
        clock.restamped(restamped.writes(), restamped.complete());
        if (restamped.complete()) {
            ledger.comeBack(now());
        }
    }

    private void noticeStraying(HybridTimestamp now) {
        if (ledger.hasStrayed(now)) {
            clock.strayed();
        }
    }

    /** Up to {@code limit} of what is held aside, by turns. */
    List<Datagram> someHeld(int limit) {
        return held.some(limit);
    }

    /** Takes out what is held aside no longer. */
    List<HeldAside.Held> takeHeld() {
        var now = now();
        return held.release(at -> !ledger.isTooFarAhead(at, now));
    }

    /**
     * Makes durable what was appended and hands back the batch, to be told and answered; empty when it failed or there was
     * nothing, and then everybody has been answered.
     */
    Optional<Batch> commit() {
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        var done = batch;
        batch = new Batch();
        try {
            if (writer.buffered() > 0) {
                writer.commit();
                durable = ledger.mark();
                show(writer.segments());
            }
            return Optional.of(done);
        } catch (IOException e) {
            LOG.error("Nothing written: {}", e.getMessage());
            writer.discard();
            ledger.goBack(durable);
            done.fail(failed(e));
            return Optional.empty();
        }
    }

    /** All that is durably applied. */
    DotSet applied() {
        return durable.applied();
    }

    /** Removes the oldest segments as far as nobody needs them. Nothing waits to be committed. */
    Released release(Release release) {
        int removed = 0;
        try {
            var all = writer.segments();
            if (!writer.isBroken() && holdback.removable(all, release) == all.size()) {
                rotate();
            }
            removed = holdback.remove(writer, release, this::show);
        } catch (IOException e) {
            LOG.warn("Could not remove a segment: {}", e.getMessage());
        }
        show(writer.segments());
        return new Released(removed, state());
    }

    /** Begins a new segment. Nothing waits to be committed. */
    void seal() {
        try {
            if (!writer.isBroken()) {
                rotate();
            }
        } catch (IOException e) {
            LOG.warn("Could not begin a segment: {}", e.getMessage());
        }
        show(writer.segments());
    }

    private void rotate() throws IOException {
        writer.rotate(ledger.revision() + 1, today(), ledger.latest(), durable.applied());
    }

    JournalState state() {
        var segments = writer.segments();
        long bytes = segments.stream().mapToLong(Segment::durableLength).sum();
        return new JournalState(segments.size(), bytes, durable.revision(), held.count(), durable.applied(), warning());
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(ActorRef<Appended> replyTo, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            batch.refuse(replyTo, failed(e));
        }
    }

    private void prepare(DeviceId origin) throws IOException {
        writer.requireHealthy();
        if (writer.buffered() == 0) {
            writer.prepare(ledger.revision() + 1, today(), ledger.latest(), durable.applied());
        }
        batch.begin(origin, ledger::applied);
    }

    private void write(DeviceId origin, List<Recorded> records) {
        records.forEach(record -> writer.append(record.datagram(), record.revision()));
        batch.gather(origin, records, ledger.revision());
    }

    private void show(List<Segment> segments) {
        reader.show(segments, durable.applied(), durable.revision());
    }

    private Optional<String> warning() {
        var all = new ArrayList<>(warnings);
        all.addAll(clock.warnings());
        holdback.warning().ifPresent(all::add);
        if (writer.isBroken()) {
            all.add("a sync to disk has failed: no writes until the node is restarted");
        }
        if (isHolding()) {
            all.add(held.count() + " datagrams are held aside, the latest of " + held.latest() + ", more than "
                    + settings.maxDrift() + " ahead of this clock: compare the clocks of the devices");
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    private String tooFarAhead(JournalCommand.Write write) {
        return "at: " + write.at().orElseThrow() + " of " + write.key() + " (expected: at most " + settings.maxDrift()
                + " ahead of this machine's clock)";
    }

    private static Appended.Failed failed(IOException e) {
        return new Appended.Failed(String.valueOf(e.getMessage()), e instanceof JournalFullException);
    }

    private HybridTimestamp now() {
        return HybridTimestamp.of(wall.instant());
    }

    private int today() {
        return (int) Math.floorDiv(wall.instant().getEpochSecond(), SECONDS_PER_DAY);
    }
}
