package dev.till.node.register;

import dev.till.node.message.Assignment;
import dev.till.node.message.Durable;
import dev.till.node.message.Folded;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Write;
import dev.till.node.message.RecordLog;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Compacted;
import dev.till.node.message.RegisterCommand.Put;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.Restamp;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The only one that changes the table: sends writes to the journal, applies what comes back durable, and decides when
 * memory is to be folded into the store. It may read the store, so it has a thread of its own.
 */
final class RegisterWriter extends AbstractBehavior<RegisterWriter.Command> {

    sealed interface Command {}

    /** Write to the journal. */
    record Store(Put put) implements Command {}

    /** Stamp these again, as far as {@link Restamp} asks for it. Answered like any write. */
    record Rewrite(List<RegisterKey> keys, DeviceId self, HybridTimestamp bound, ActorRef<Written> replyTo)
            implements Command {}

    /** Tell the journal which of these the registers have superseded. */
    record Judge(RegisterCommand.Outlive question) implements Command {}

    /** A batch is durable. */
    record Arrived(Durable batch) implements Command {}

    /** What became of the oldest append that was not answered yet. */
    record Answered(Appended answer) implements Command {}

    /** Fold now, whatever there is. */
    record FoldNow(ActorRef<Compacted> replyTo) implements Command {}

    /** The frozen generation is in the store. */
    enum FoldEnded implements Command {
        NOW
    }

    /** The frozen generation stays in memory until a later fold succeeds. */
    record FoldFailed(String reason) implements Command {}

    /** Time to see whether nothing has changed since the last check. */
    enum IdleCheck implements Command {
        NOW
    }

    private record Waiting(ActorRef<Written> replyTo, List<Assignment> writes, int skipped) {}

    private final ActorRef<JournalCommand> journal;
    private final RecordLog log;
    private final RegisterTable table;
    private final RegisterSettings settings;
    private final ActorRef<Followers.Command> followers;
    private final ActorRef<Compactor.Command> compactor;
    private final Fold fold;
    private final ActorRef<Appended> answers;
    private final InFlight inFlight = new InFlight();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private List<ActorRef<Compacted>> compactions = new ArrayList<>();
    private Optional<String> foldFailure = Optional.empty();
    private long revisionAtLastCheck;
    private boolean isFull;
    private boolean isSubscribed;

    private RegisterWriter(
            ActorContext<Command> context,
            OpenRegisters registers,
            ActorRef<JournalCommand> journal,
            ActorRef<Followers.Command> followers,
            ActorRef<Compactor.Command> compactor) {
        super(context);
        this.journal = journal;
        this.followers = followers;
        this.compactor = compactor;
        log = registers.log();
        table = registers.table();
        settings = registers.settings();
        fold = registers.fold();
        answers = context.messageAdapter(Appended.class, Answered::new);
        journal.tell(new JournalCommand.Subscribe(context.messageAdapter(Durable.class, Arrived::new)));
    }

    static Behavior<Command> create(
            OpenRegisters registers,
            ActorRef<JournalCommand> journal,
            ActorRef<Followers.Command> followers,
            ActorRef<Compactor.Command> compactor) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(IdleCheck.NOW, registers.settings().idle());
            return new RegisterWriter(context, registers, journal, followers, compactor);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Store.class, store -> onPut(store.put()))
                .onMessage(Rewrite.class, this::onRewrite)
                .onMessage(Judge.class, judge -> onJudge(judge.question()))
                .onMessage(Arrived.class, arrived -> onArrived(arrived.batch()))
                .onMessage(Answered.class, answered -> onAnswered(answered.answer()))
                .onMessage(FoldNow.class, this::onFoldNow)
                .onMessage(FoldEnded.class, ended -> onFoldEnded())
                .onMessage(FoldFailed.class, this::onFoldFailed)
                .onMessage(IdleCheck.class, check -> onIdleCheck())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onPut(Put put) {
        if (isFull && foldFailure.isPresent()) {
            put.replyTo().tell(new Written.Failed(foldFailure.get() + "; memory for changes is used up", false));
            return this;
        }
        var writes = new ArrayList<Write>(put.assignments().size());
        var begun = new ArrayList<Assignment>(put.assignments().size());
        var keys = put.assignments().stream().map(Assignment::key).toList();
        try {
            for (int i = 0; i < keys.size(); i++) {
                var each = put.assignments().get(i);
                var known = fold.find(keys, i);
                if (!inFlight.isOutdated(each, known)) {
                    var context = inFlight.begin(each, seen(each, known.register()));
                    begun.add(each);
                    // The key that the table has: what is written comes back by it, and is found without comparing
                    // text.
                    writes.add(new Write(known.key(), each.content(), context, each.at()));
                }
            }
        } catch (IOException e) {
            inFlight.end(begun);
            put.replyTo().tell(new Written.Failed(String.valueOf(e.getMessage()), false));
            return this;
        }
        return append(
                writes, new Waiting(put.replyTo(), begun, put.assignments().size() - writes.size()));
    }

    /** What the writer knows of the register: all that we do, but for versions that it does not mean to replace. */
    private static VersionVector seen(Assignment write, Register known) {
        return write.supersedes().map(known::contextBeside).orElse(known.context());
    }

    private Behavior<Command> append(List<Write> writes, Waiting asked) {
        if (writes.isEmpty()) {
            asked.replyTo().tell(new Written.Done(List.of(), asked.skipped()));
        } else {
            waiting.add(asked);
            journal.tell(new JournalCommand.AppendLocal(writes, answers));
        }
        return this;
    }

    private Behavior<Command> onRewrite(Rewrite rewrite) {
        var writes = new ArrayList<Write>();
        var begun = new ArrayList<Assignment>();
        try {
            for (RegisterKey key : rewrite.keys()) {
                var again = Restamp.of(key, fold.find(key).register(), rewrite.self(), rewrite.bound());
                // What is on its way supersedes what was there, with a time of today.
                if (again.isPresent() && !inFlight.isPending(key)) {
                    var restamp = again.get();
                    writes.add(new Write(key, restamp.content(), restamp.context(), restamp.at()));
                    begun.add(new Assignment(key, restamp.content(), restamp.at()));
                }
            }
        } catch (IOException e) {
            rewrite.replyTo().tell(new Written.Failed(String.valueOf(e.getMessage()), false));
            return this;
        }
        for (int i = 0; i < begun.size(); i++) {
            inFlight.begin(begun.get(i), writes.get(i).context());
        }
        return append(
                writes, new Waiting(rewrite.replyTo(), begun, rewrite.keys().size() - writes.size()));
    }

    private Behavior<Command> onJudge(RegisterCommand.Outlive question) {
        var outlived = new ArrayList<Dot>();
        try {
            for (Datagram datagram : question.aside()) {
                if (fold.find(datagram.key()).register().context().covers(datagram.dot())) {
                    outlived.add(datagram.dot());
                }
            }
        } catch (IOException e) {
            // They stay where they are; the journal asks again.
            getContext().getLog().warn("What is held aside could not be compared: {}", e.getMessage());
        }
        question.replyTo().tell(new JournalCommand.Outlived(outlived));
        return this;
    }

    private Behavior<Command> onAnswered(Appended answer) {
        var oldest = waiting.remove();
        inFlight.end(oldest.writes());
        if (answer instanceof Appended.Done done) {
            // The batch came before this answer, so whoever reads now reads what was written.
            oldest.replyTo().tell(new Written.Done(done.records(), oldest.skipped()));
        } else if (answer instanceof Appended.Failed failed) {
            oldest.replyTo().tell(new Written.Failed(failed.reason(), failed.full()));
        }
        return this;
    }

    private Behavior<Command> onArrived(Durable batch) throws IOException {
        if (!isSubscribed) {
            isSubscribed = true;
            catchUp(batch.revision());
        }
        var changes = fold.apply(batch);
        followers.tell(new Followers.Changed(changes, table.progress().revision()));
        if (table.changedBytes() > settings.memoryBytes()) {
            foldMemory();
        }
        report();
        return this;
    }

    private Behavior<Command> onFoldNow(FoldNow now) {
        compactions.add(now.replyTo());
        foldMemory();
        return this;
    }

    private Behavior<Command> onFoldEnded() {
        table.folded();
        foldFailure = Optional.empty();
        report();
        if (!compactions.isEmpty() || table.changedBytes() > settings.memoryBytes()) {
            foldMemory();
        }
        return this;
    }

    private Behavior<Command> onFoldFailed(FoldFailed failed) {
        foldFailure = Optional.of(failed.reason());
        return this;
    }

    private Behavior<Command> onIdleCheck() {
        long revision = table.progress().revision();
        if (revision == revisionAtLastCheck && table.isAhead()) {
            foldMemory();
        }
        revisionAtLastCheck = revision;
        return this;
    }

    /** A fold now saves replaying the journal at the next start; nothing is lost without it. */
    private Behavior<Command> onPostStop() {
        if (!table.isFolding() && table.isAhead()) {
            try {
                table.store().fold(table.freeze().sorted(), progress(), fold.values());
            } catch (IOException e) {
                getContext().getLog().warn("Registers are left to the journal: {}", e.getMessage());
            }
        }
        return this;
    }

    private void foldMemory() {
        if (table.isFolding()) {
            return;
        }
        if (table.isAhead()) {
            var upTo = progress();
            compactor.tell(new Compactor.Freeze(
                    table.freeze(),
                    upTo,
                    fold.values(),
                    compactions,
                    getContext().getSelf()));
        } else {
            compactor.tell(new Compactor.ReleaseOnly(compactions));
        }
        compactions = new ArrayList<>();
    }

    private Folded progress() {
        return new Folded(table.progress().revision(), table.progress().applied(), fold.latest());
    }

    /** Tells the journal how far we are, but while changes come faster than they can be folded: then it waits. */
    private void report() {
        isFull = table.isFolding() && table.changedBytes() > settings.memoryBytes() / 2 * 3;
        if (!isFull) {
            journal.tell(new JournalCommand.Applied(table.progress().revision()));
        }
    }

    /** What was journaled after the registers were opened and before the subscription began is only in the log. */
    private void catchUp(long revision) throws IOException {
        if (revision > table.progress().revision()) {
            fold.replay(log, settings.memoryBytes());
            followers.tell(new Followers.Skipped(table.progress().revision()));
        }
    }
}
