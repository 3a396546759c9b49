package dev.till.node;

import com.typesafe.config.ConfigFactory;
import dev.till.federation.github.Backoff;
import dev.till.node.config.NodeConfig;
import dev.till.node.federation.Federation;
import dev.till.node.federation.FederationTools;
import dev.till.node.files.FilesTools;
import dev.till.node.files.Folders;
import dev.till.node.files.Rhythm;
import dev.till.node.files.scan.Power;
import dev.till.node.heartbeat.Heartbeat;
import dev.till.node.hub.Hub;
import dev.till.node.hub.HubTools;
import dev.till.node.membership.ClusterSpec;
import dev.till.node.membership.Fleet;
import dev.till.node.membership.Life;
import dev.till.node.membership.Membership;
import dev.till.node.membership.MembershipSettings;
import dev.till.node.message.FederationCommand;
import dev.till.node.message.FilesCommand;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.HubCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.MembershipCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.Roster;
import dev.till.node.message.ScheduleCommand;
import dev.till.node.message.SshCommand;
import dev.till.node.message.TrustCommand;
import dev.till.node.replication.Replication;
import dev.till.node.replication.ReplicationSettings;
import dev.till.node.schedule.Scheduling;
import dev.till.node.ssh.Ssh;
import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.session.MinaTransport;
import dev.till.node.ssh.session.SshSettings;
import dev.till.node.trust.ArteryTls;
import dev.till.node.trust.DeviceListGossip;
import dev.till.node.trust.Trust;
import dev.till.node.trust.TrustSettings;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.trust.DeviceList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The guardian of the local system: starts every actor of a node, joins them, and holds them together. Each of them is
 * needed, so when one ends unasked the node is over.
 */
final class LocalRoot extends AbstractBehavior<LocalRoot.Command> {

    sealed interface Command {}

    /** The device list as its owner now has it. */
    private record ListChanged(DeviceList list) implements Command {}

    /** What every device that counts has applied. */
    private record StableKnown(VersionVector stable) implements Command {}

    /** Where peers are known to be. */
    private record PeersKnown(FleetCommand.PeerList peers) implements Command {}

    /** Look where peers are. */
    private enum LookAround implements Command {
        NOW
    }

    /** Actors end in order now; that is no failure. */
    enum Ending implements Command {
        NOW
    }

    /** The actors of a node. */
    record Actors(
            ActorRef<JournalCommand> journal,
            ActorRef<RegisterCommand> registers,
            ActorRef<HistoryCommand> history,
            ActorRef<TrustCommand> trust,
            ActorRef<FleetCommand> fleet,
            ActorRef<MembershipCommand> membership,
            ActorRef<SshCommand> ssh,
            ActorRef<ScheduleCommand> schedule,
            ActorRef<FilesCommand> files,
            ActorRef<FederationCommand> federation,
            ActorRef<HubCommand> hub) {}

    /** GitHub is tried again after a second at first, and after an hour at most. */
    static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofHours(1), new SecureRandom());

    /** Peers' addresses are told to newcomers, who need only one that works. */
    private static final Duration LOOK_AROUND = Duration.ofSeconds(5);

    /** What is due at the start is done when peers have been met. */
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private final NodeParts parts;
    private final CompletableFuture<Actors> started;
    private final CompletableFuture<String> failed;
    private Actors actors;
    private boolean ending;

    private LocalRoot(
            ActorContext<Command> context,
            NodeParts parts,
            CompletableFuture<Actors> started,
            CompletableFuture<String> failed) {
        super(context);
        this.parts = parts;
        this.started = started;
        this.failed = failed;
    }

    /**
     * @param started completed with the actors when all are there
     * @param failed completed with the name of an actor that ended unasked
     */
    static Behavior<Command> create(
            NodeParts parts, CompletableFuture<Actors> started, CompletableFuture<String> failed) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(LookAround.NOW, LOOK_AROUND);
            return new LocalRoot(context, parts, started, failed).start();
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ListChanged.class, this::onListChanged)
                .onMessage(StableKnown.class, this::onStableKnown)
                .onMessage(PeersKnown.class, this::onPeersKnown)
                .onMessage(LookAround.class, look -> onLookAround())
                .onMessage(Ending.class, now -> onEnding())
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private LocalRoot start() throws IOException {
        var context = getContext();
        var config = parts.config();
        var self = parts.trust().self();
        var storage = parts.storage().start(context, self, parts.clock());
        var trust = context.spawn(
                Trust.create(config.home(), parts.trust(), TrustSettings.of(config.bind(), config.enrollPort())),
                "trust",
                DispatcherSelector.blocking());
        var fleet = context.spawn(
                Fleet.create(
                        new Fleet.Tools(self, config.retention(), parts.peers(), storage.journal(), parts.clock())),
                "fleet");
        var local = new Replication.Local(self, storage.journal(), storage.history(), fleet, parts.clock());
        var membership = context.spawn(membership(trust, fleet, local), "membership");
        actors = new Actors(
                storage.journal(),
                storage.registers(),
                storage.history(),
                trust,
                fleet,
                membership,
                ssh(storage),
                schedule(),
                files(storage, fleet),
                federation(storage),
                hub(storage));
        Stream.of(storage.journal(), storage.registers(), storage.history(), trust, fleet, membership)
                .forEach(context::watch);
        join();
        started.complete(actors);
        return this;
    }

    private Behavior<MembershipCommand> membership(
            ActorRef<TrustCommand> trust, ActorRef<FleetCommand> fleet, Replication.Local local) {
        var config = parts.config();
        var settings = ReplicationSettings.defaults().withGossipTick(config.gossipInterval());
        var spec = new ClusterSpec(
                local.self(),
                settings(config),
                ArteryTls.setup(parts.tls()),
                ArteryTls.config(),
                parts.tls()::renew,
                cluster -> Guest.create(Replication.create(settings, local), DeviceListGossip.create(trust)));
        return Membership.create(
                parts.listen(),
                new Membership.Tools(
                        spec,
                        parts.discovery().sources(),
                        parts.discovery()::announce,
                        fleet,
                        parts.clock(),
                        new Life(parts.clock().millis(), new SecureRandom().nextLong()),
                        twin -> local.journal()
                                .tell(new JournalCommand.Twinned(twin.endpoint().toString(), twin.yield()))));
    }

    /** As with hosts: nobody else needs it. */
    private ActorRef<ScheduleCommand> schedule() {
        var context = getContext();
        var home = parts.config().home();
        var api = context.getSystem().dispatchers().lookup(DispatcherSelector.fromConfig("till.dispatchers.api"));
        var tools = new Scheduling.Tools(home, new SocketSync(home, api), parts.clock(), ZoneId::systemDefault, SETTLE);
        return context.spawn(
                Behaviors.supervise(Scheduling.create(tools)).onFailure(SupervisorStrategy.restart()),
                "schedule",
                DispatcherSelector.blocking());
    }

    /** It may fail without harm to anybody else, and begins anew. */
    private ActorRef<SshCommand> ssh(Storage.Actors storage) {
        var home = SshHome.of(parts.config().home());
        var blocking = DispatcherSelector.blocking();
        var transport = new MinaTransport(
                home,
                SshSettings.DEFAULTS,
                getContext().getSystem().dispatchers().lookup(blocking));
        var tools = new Ssh.Tools(
                home,
                "till-" + parts.trust().name(),
                storage.journal(),
                storage.registers(),
                transport,
                SshSettings.DEFAULTS,
                parts.config().hostCheckInterval(),
                parts.clock());
        return getContext()
                .spawn(Behaviors.supervise(Ssh.create(tools)).onFailure(SupervisorStrategy.restart()), "ssh", blocking);
    }

    /** Like that of hosts, it may fail without harm to anybody else, and begins anew. */
    private ActorRef<FilesCommand> files(Storage.Actors storage, ActorRef<FleetCommand> fleet) throws IOException {
        var config = parts.config();
        var tools = new FilesTools(
                config.home().resolve("files.db"),
                parts.trust().self(),
                parts.trust()::name,
                config.bind().isPresent()
                        ? InetAddress.getByName(config.bind().get())
                        : new InetSocketAddress(0).getAddress(),
                config.filesPort(),
                config.filesRate(),
                parts.tls(),
                storage.journal(),
                storage.registers(),
                fleet,
                HubParts.ofFiles(
                        hubTools(storage),
                        config.hub(),
                        getContext().getSystem().scheduler()),
                new Rhythm(config.filesScan(), Power.OF_THIS_MACHINE),
                parts.clock());
        return getContext()
                .spawn(
                        Behaviors.supervise(Folders.create(tools)).onFailure(SupervisorStrategy.restart()),
                        "files",
                        Folders.dispatcher());
    }

    /** It may fail without harm to anybody else, and begins anew. */
    private ActorRef<FederationCommand> federation(Storage.Actors storage) {
        var blocking = DispatcherSelector.blocking();
        var self = new FederationTools.Self(
                parts.trust().self(), parts.trust().name().value(), Versions.current());
        var tools = new FederationTools(
                parts.config().home().resolve("federation"),
                self,
                parts.outside(),
                BACKOFF,
                parts.config().publishInterval(),
                parts.config().menuAllow(),
                storage.registers(),
                getContext().getSystem().dispatchers().lookup(blocking),
                parts.clock());
        return getContext()
                .spawn(
                        Behaviors.supervise(Federation.create(tools)).onFailure(SupervisorStrategy.restart()),
                        "federation",
                        blocking);
    }

    /** Likewise. */
    private ActorRef<HubCommand> hub(Storage.Actors storage) {
        return getContext()
                .spawn(
                        Behaviors.supervise(Hub.create(hubTools(storage))).onFailure(SupervisorStrategy.restart()),
                        "hub");
    }

    private HubTools hubTools(Storage.Actors storage) {
        return HubParts.of(
                parts, storage, getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
    }

    private MembershipSettings settings(NodeConfig config) {
        var chosen = ConfigFactory.parseMap(
                Map.of("retention", config.retention(), "give-up-system-message-after", config.giveUpAfter()));
        var block = getContext().getSystem().settings().config().getConfig("till.membership");
        return MembershipSettings.of(chosen.withFallback(block));
    }

    private void join() {
        var context = getContext();
        // At once, for who is invited in the first moments has no other way to find us.
        tellReachable(List.of());
        actors.trust().tell(new TrustCommand.Subscribe(context.messageAdapter(DeviceList.class, ListChanged::new)));
        actors.fleet()
                .tell(new FleetCommand.SubscribeStable(context.messageAdapter(VersionVector.class, StableKnown::new)));
        if (!parts.config().heartbeatInterval().isZero()) {
            context.spawn(
                    Heartbeat.create(parts.trust().self(), parts.config().heartbeatInterval(), actors.registers()),
                    "heartbeat");
        }
    }

    private Behavior<Command> onListChanged(ListChanged changed) {
        var roster = Roster.of(changed.list().fleet(), dev.till.protocol.trust.Membership.of(changed.list()));
        actors.fleet().tell(new FleetCommand.RosterChanged(roster));
        actors.membership().tell(new MembershipCommand.RosterChanged(roster));
        return this;
    }

    private Behavior<Command> onStableKnown(StableKnown known) {
        actors.registers().tell(new RegisterCommand.StableChanged(known.stable()));
        return this;
    }

    private Behavior<Command> onLookAround() {
        actors.fleet()
                .tell(new FleetCommand.Peers(
                        getContext().messageAdapter(FleetCommand.PeerList.class, PeersKnown::new)));
        return this;
    }

    private Behavior<Command> onPeersKnown(PeersKnown known) {
        tellReachable(known.peers().peers().stream()
                .flatMap(peer -> peer.address().stream())
                .toList());
        return this;
    }

    private void tellReachable(List<String> others) {
        var own = parts.listen().endpoint().toString();
        actors.trust()
                .tell(new TrustCommand.Reachable(
                        Stream.concat(Stream.of(own), others.stream()).toList()));
    }

    private Behavior<Command> onEnding() {
        ending = true;
        return this;
    }

    private Behavior<Command> onTerminated(Terminated ended) {
        if (!ending) {
            failed.complete(ended.getRef().path().name());
        }
        return this;
    }
}
