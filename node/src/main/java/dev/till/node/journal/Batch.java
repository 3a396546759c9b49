package dev.till.node.journal;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.Recorded;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** The appends that wait for one sync: who asked, and what to tell whom once it is done. */
final class Batch {

    private record Waiting(
            ActorRef<Appended> replyTo, List<Recorded> records, int heldAside, Optional<Appended.Failed> refusal) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Durable> told = new ArrayList<>();
    private DeviceId from;
    private long revision;
    private List<Recorded> gathered = new ArrayList<>();

    boolean isEmpty() {
        return waiting.isEmpty() && from == null;
    }

    /**
     * Appends of {@code origin} come next. Neighbours from one device are told as one.
     *
     * @param applied what has been applied so far
     */
    void begin(DeviceId origin, Supplier<DotSet> applied) {
        if (from != null && !from.equals(origin)) {
            close(applied.get());
        }
    }

    /** @param newest the revision of the last of {@code records}, or of what else was appended */
    void gather(DeviceId origin, List<Recorded> records, long newest) {
        from = origin;
        revision = newest;
        gathered.addAll(records);
    }

    void await(ActorRef<Appended> replyTo, List<Recorded> records, int heldAside) {
        waiting.add(new Waiting(replyTo, records, heldAside, Optional.empty()));
    }

    /** Nothing was appended for this request. It is told so in its turn: answers keep the order of the requests. */
    void refuse(ActorRef<Appended> replyTo, Appended.Failed refusal) {
        waiting.add(new Waiting(replyTo, List.of(), 0, Optional.of(refusal)));
    }

    /** What to tell subscribers, in order. */
    List<Durable> durables(DotSet applied) {
        if (from != null) {
            close(applied);
        }
        return told;
    }

    void succeed(DotSet applied) {
        for (Waiting each : waiting) {
            each.replyTo()
                    .tell(
                            each.refusal().isPresent()
                                    ? each.refusal().get()
                                    : new Appended.Done(each.records(), applied, each.heldAside()));
        }
    }

    void fail(Appended.Failed failure) {
        waiting.forEach(each -> each.replyTo().tell(each.refusal().orElse(failure)));
    }

    private void close(DotSet applied) {
        told.add(new Durable(Collections.unmodifiableList(gathered), from, applied, revision));
        gathered = new ArrayList<>();
        from = null;
    }
}
