package dev.till.node.replication.catchup;

import dev.till.node.message.HistoryCommand;
import dev.till.node.message.HistoryCommand.Answer;
import dev.till.node.replication.link.Batch;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.Page;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.node.replication.link.Position;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Serves peers that catch up with pages of this node's history; a few at a time for each, each by an actor of its own. */
public final class Library extends AbstractBehavior<Library.Command> {

    /** What it reacts to. */
    public sealed interface Command {}

    /** A peer asks for a page. */
    public record Asked(Pull pull) implements Command {}

    private record PeersChanged(Reachable reachable) implements Command {}

    private record Served(DeviceId peer) implements Command {}

    /** A peer that asks again has stopped waiting for the page before; more than this it does not need. */
    private static final int PER_PEER = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DeviceId self;
    private final ActorRef<HistoryCommand> history;
    private final Map<DeviceId, Integer> serving = new HashMap<>();
    private Reachable reachable = Reachable.NOBODY;

    private Library(ActorContext<Command> context, DeviceId self, ActorRef<HistoryCommand> history) {
        super(context);
        this.self = self;
        this.history = history;
    }

    /** A library of what {@code history} has on disk. */
    public static Behavior<Command> create(
            DeviceId self, ActorRef<HistoryCommand> history, ActorRef<Neighbours.Command> neighbours) {
        return Behaviors.setup(context -> {
            neighbours.tell(new Neighbours.Subscribe(context.messageAdapter(Reachable.class, PeersChanged::new)));
            return new Library(context, self, history);
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onPull(asked.pull()))
                .onMessage(PeersChanged.class, this::onPeers)
                .onMessage(Served.class, this::onServed)
                .build();
    }

    private Behavior<Command> onPeers(PeersChanged changed) {
        reachable = changed.reachable();
        return this;
    }

    private Behavior<Command> onPull(Pull pull) {
        var peer = reachable.peers().get(pull.from());
        if (peer != null && serving.getOrDefault(pull.from(), 0) < PER_PEER) {
            serving.merge(pull.from(), 1, Integer::sum);
            var clerk = getContext().spawnAnonymous(clerk(pull, peer));
            getContext().watchWith(clerk, new Served(pull.from()));
        }
        return this;
    }

    private Behavior<Command> onServed(Served served) {
        serving.computeIfPresent(served.peer(), (peer, count) -> count == 1 ? null : count - 1);
        return this;
    }

    /** Answers one pull and stops, also when the history does not answer. */
    private Behavior<Object> clerk(Pull pull, ActorRef<PeerMessage> peer) {
        return Behaviors.setup(context -> {
            context.setReceiveTimeout(PATIENCE, PATIENCE);
            history.tell(question(pull, context.messageAdapter(Answer.class, answer -> answer)));
            return Behaviors.receiveMessage(message -> {
                if (message instanceof Answer answer) {
                    page(answer).parts(self, pull.request()).forEach(peer::tell);
                }
                return Behaviors.stopped();
            });
        });
    }

    private static HistoryCommand question(Pull pull, ActorRef<Answer> replyTo) {
        if (pull.position() instanceof Position.InSnapshot snapshot) {
            var after = Optional.of(snapshot.after()).filter(text -> !text.isEmpty());
            return new HistoryCommand.Snapshot(after, PAGE_BYTES, replyTo);
        }
        long cursor = ((Position.InJournal) pull.position()).cursor();
        return new HistoryCommand.Missing(pull.have(), cursor, PAGE_BYTES, replyTo);
    }

    private static Page page(Answer answer) {
        if (answer instanceof Answer.Range range) {
            return new Page.Range(Batch.encode(range.datagrams()), range.next());
        }
        if (answer instanceof Answer.SnapshotPage snapshot) {
            return new Page.Snapshot(Batch.encode(snapshot.datagrams()), snapshot.covers(), snapshot.next());
        }
        return new Page.Gone();
    }

    /** Somewhat less than one message carries, for pages hold about as much as they are asked to. */
    private static final int PAGE_BYTES = PeerMessage.MAX_PAYLOAD - (16 << 10);
}
