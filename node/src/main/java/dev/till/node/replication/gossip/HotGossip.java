package dev.till.node.replication.gossip;

import dev.till.node.message.Durable;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.Recorded;
import dev.till.node.replication.gossip.HotSet.Presence;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Puts into Distributed Data what pushes did not bring to everyone in reach, and takes to the journal what others put
 * there. One append is under way at a time; a shard that changes meanwhile is looked at again.
 */
public final class HotGossip extends AbstractBehavior<HotGossip.Command> {

    /** What it reacts to. */
    public sealed interface Command {}

    /** A batch is on this node's disk. */
    public record Written(Durable durable) implements Command {}

    /** What every device in reach has applied, this one included, and which peers are in reach. */
    public record Present(VersionVector everywhere, Set<DeviceId> peers) implements Command {}

    private record StableSeen(VersionVector stable) implements Command {}

    private record ShardSeen(int index, HotShard shard) implements Command {}

    private record Landed(Appended appended) implements Command {}

    private enum Tick implements Command {
        NOW
    }

    private enum Overdue implements Command {
        APPEND
    }

    private record Append(DeviceId from, List<Datagram> datagrams) {}

    private final DeviceId self;
    private final GossipSettings settings;
    private final TimerScheduler<Command> timers;
    private final ActorRef<JournalCommand> journal;
    private final ActorRef<Appended> answers;
    private final Shares<Command, HotShard> shares;
    private final HotSet hot;
    private final Set<Integer> unread = new TreeSet<>();
    private final ArrayDeque<Append> appends = new ArrayDeque<>();
    private DotSet applied = DotSet.EMPTY;
    private boolean started;
    private long tick;

    private HotGossip(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            DeviceId self,
            GossipSettings settings,
            ActorRef<JournalCommand> journal,
            ActorRef<FleetCommand> fleet) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.settings = settings;
        this.journal = journal;
        answers = context.messageAdapter(Appended.class, Landed::new);
        hot = new HotSet(self, settings);
        fleet.tell(new FleetCommand.SubscribeStable(context.messageAdapter(VersionVector.class, StableSeen::new)));
        shares = new Shares<>(context, settings.appendPatience());
        shares.follow(SharedKey.HOT, (key, shard) -> new ShardSeen(SharedKey.indexOf(key), shard));
    }

    /** Gossip about datagrams. It is told of batches and of who is in reach; it appends by itself. */
    public static Behavior<Command> create(
            DeviceId self, GossipSettings settings, ActorRef<JournalCommand> journal, ActorRef<FleetCommand> fleet) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new HotGossip(context, timers, self, settings, journal, fleet)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Written.class, written -> onWritten(written.durable()))
                .onMessage(Present.class, this::onPresent)
                .onMessage(StableSeen.class, this::onStable)
                .onMessage(ShardSeen.class, this::onShard)
                .onMessage(Tick.class, now -> onTick())
                .onMessage(Landed.class, this::onLanded)
                .onMessage(Overdue.class, now -> onOverdue())
                .build();
    }

    private Behavior<Command> onWritten(Durable durable) {
        applied = durable.applied();
        started = true;
        if (durable.from().equals(self)) {
            for (Recorded recorded : durable.records()) {
                hot.written(recorded.datagram(), tick);
            }
        }
        return tickIfBusy();
    }

    private Behavior<Command> onPresent(Present present) {
        hot.present(new Presence(present.everywhere(), present.peers()));
        appendNext();
        return tickIfBusy();
    }

    private Behavior<Command> onStable(StableSeen seen) {
        hot.stable(seen.stable());
        return tickIfBusy();
    }

    private Behavior<Command> onShard(ShardSeen seen) {
        hot.seen(seen.index(), seen.shard());
        unread.add(seen.index());
        appendNext();
        return tickIfBusy();
    }

    private Behavior<Command> onTick() {
        tick++;
        hot.tick(tick).forEach((index, change) -> shares.merge(SharedKey.HOT.get(index), change));
        return tickIfBusy();
    }

    private Behavior<Command> tickIfBusy() {
        if (hot.isBusy() && !timers.isTimerActive(Tick.NOW)) {
            timers.startSingleTimer(Tick.NOW, settings.tick());
        }
        return this;
    }

    private void appendNext() {
        if (!started || timers.isTimerActive(Overdue.APPEND)) {
            return;
        }
        while (appends.isEmpty() && !unread.isEmpty()) {
            int index = unread.iterator().next();
            unread.remove(index);
            hot.missing(index, applied).forEach((device, datagrams) -> appends.add(new Append(device, datagrams)));
        }
        var append = appends.poll();
        if (append != null) {
            journal.tell(new JournalCommand.AppendRemote(append.datagrams(), append.from(), answers));
            timers.startSingleTimer(Overdue.APPEND, settings.appendPatience());
        }
    }

    private Behavior<Command> onLanded(Landed landed) {
        timers.cancel(Overdue.APPEND);
        if (landed.appended() instanceof Appended.Done done) {
            applied = applied.union(done.applied());
        } else if (landed.appended() instanceof Appended.Failed failed) {
            getContext().getLog().warn("Gossiped datagrams were not written: {}", failed.reason());
        }
        appendNext();
        return this;
    }

    private Behavior<Command> onOverdue() {
        getContext().getLog().warn("The journal did not answer in time about gossiped datagrams");
        appends.clear();
        appendNext();
        return this;
    }
}
