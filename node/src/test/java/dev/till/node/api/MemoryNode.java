package dev.till.node.api;

import dev.till.node.cli.Cli;
import dev.till.node.cli.Terminal;
import dev.till.node.config.Settings;
import dev.till.node.message.FederationCommand;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.HubCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.Peer;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.ScheduleCommand;
import dev.till.node.message.SshCommand;
import dev.till.node.message.TrustCommand;
import dev.till.node.schedule.Scheduling;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A node whose actors keep everything in memory, behind a real socket: for tests of the API and of commands. */
public final class MemoryNode implements AutoCloseable {

    /** This node. */
    public static final DeviceId SELF = DeviceId.parse("0".repeat(31) + "1");

    /** A device of the fleet that wrote something once and is out of reach. */
    public static final DeviceId PEER = DeviceId.parse("2" + "0".repeat(31));

    private static final Peer PI = new Peer(
            PEER,
            new DeviceName("pi"),
            Peer.State.UNREACHABLE,
            Optional.of("192.0.2.7:7270"),
            Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
            DotSet.EMPTY);

    private final MemoryRegisters registers = new MemoryRegisters(SELF);
    private final MemoryDevices devices = new MemoryDevices();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ActorSystem<Object> system;
    private final SocketServer server;
    private long peerSeq;

    private MemoryNode(Path home, List<Peer> peers, DeviceId self, Duration checkHostsEvery) throws IOException {
        var clock = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
        var ssh = new CompletableFuture<ActorRef<SshCommand>>();
        var federation = new CompletableFuture<ActorRef<FederationCommand>>();
        var schedule = new CompletableFuture<ActorRef<ScheduleCommand>>();
        var hub = new CompletableFuture<ActorRef<HubCommand>>();
        system = ActorSystem.create(
                Behaviors.setup(context -> {
                    hub.complete(HubOfNothing.spawn(context, home));
                    ssh.complete(SshFixture.spawn(context, home, checkHostsEvery, clock));
                    federation.complete(FederationFixture.spawn(context, home, clock));
                    schedule.complete(context.spawn(
                            Scheduling.create(new Scheduling.Tools(
                                    home,
                                    () -> CompletableFuture.completedFuture(new ScheduleCommand.Synced(true, 0, 0)),
                                    clock,
                                    () -> ZoneOffset.UTC,
                                    Duration.ofMillis(1))),
                            "schedule",
                            DispatcherSelector.blocking()));
                    return Behaviors.receive(Object.class)
                            .onAnyMessage(message -> {
                                receive(message, peers);
                                return Behaviors.same();
                            })
                            .build();
                }),
                "memory");
        server = SocketServer.open(
                home,
                new ApiParts(
                        system.dispatchers().lookup(DispatcherSelector.fromConfig("till.dispatchers.api")),
                        system.scheduler(),
                        ref(),
                        ref(),
                        ref(),
                        ref(),
                        ssh.join(),
                        schedule.join(),
                        ref(),
                        federation.join(),
                        hub.join(),
                        clock,
                        "m4-host",
                        () -> self(self),
                        Settings::defaults,
                        Optional.empty(),
                        MemoryNode::backUp,
                        line -> serve(line, home),
                        Optional.of(home.resolveSibling("distribution")),
                        stopped::countDown));
    }

    private static OptionalInt serve(CalledLine line, Path home) {
        var terminal = Terminal.elsewhere(line.out(), line.err(), line.colour(), line.live(), line.asks());
        return Cli.serve(line.words().toArray(String[]::new), terminal, home, line.directory());
    }

    /** Pretends, unless the name says how to fail. */
    private static long backUp(Path file, LongConsumer progress) throws IOException {
        switch (file.getFileName().toString()) {
            case "there" -> throw new FileAlreadyExistsException(file.toString());
            case "forbidden" -> throw new AccessDeniedException(file.toString());
            case "nowhere" -> throw new NoSuchFileException(file.getParent().toString());
            case "full" -> throw new IOException("no space left on device");
            default -> progress.accept(8 << 20);
        }
        return 7;
    }

    /** A fleet of one. */
    public static MemoryNode alone(Path home) throws IOException {
        return new MemoryNode(home, List.of(), SELF, Duration.ZERO);
    }

    /** A fleet of one, which looks after its hosts all the time. */
    public static MemoryNode lookingAfterHosts(Path home) throws IOException {
        return new MemoryNode(home, List.of(), SELF, Duration.ofMillis(50));
    }

    /** A fleet of this node and {@code pi}, which cannot be reached. */
    public static MemoryNode withPeer(Path home) throws IOException {
        return new MemoryNode(home, List.of(PI), SELF, Duration.ZERO);
    }

    /** The founder of a fleet, who may let others in, and {@code pi}, which is a peer. */
    public static MemoryNode founder(Path home) throws IOException {
        var up = new Peer(PEER, PI.name(), Peer.State.UP, PI.address(), PI.lastSeen(), PI.applied());
        return new MemoryNode(home, List.of(up), MemoryDevices.FOUNDER, Duration.ZERO);
    }

    public Path socket() {
        return server.path();
    }

    /** Counted down when a client asked the node to stop. */
    public CountDownLatch stopped() {
        return stopped;
    }

    /** From now on, writes fail with this reason. */
    public void breakDown(String reason) {
        tell(new Task(() -> registers.breakDown(reason)));
    }

    /** The peer wrote this without having seen any of our writes. */
    public void receiveFromPeer(String entity, String field, Content content) {
        receive(entity, field, content, 1_600_000_000_000_000_000L);
    }

    /** The peer wrote this after all that we wrote, and before what it writes next. */
    public void receiveLateFromPeer(String entity, String field, Content content) {
        receive(entity, field, content, 1_900_000_000_000_000_000L + peerSeq);
    }

    private void receive(String entity, String field, Content content, long at) {
        var version = new Version(new Dot(PEER, ++peerSeq), new HybridTimestamp(at), content, Extra.NONE);
        tell(new Task(
                () -> registers.receive(new Datagram(RegisterKey.of(entity, field), version, VersionVector.EMPTY))));
    }

    @Override
    public void close() throws IOException {
        server.close();
        system.terminate();
        // What it still writes would be in the way of whoever deletes its home.
        var terminated = system.getWhenTerminated().toCompletableFuture();
        terminated.orTimeout(2, TimeUnit.MINUTES).join();
    }

    private record Task(Runnable run) {}

    private void receive(Object message, List<Peer> peers) {
        if (message instanceof RegisterCommand command) {
            registers.handle(command);
        } else if (message instanceof JournalCommand.Describe describe) {
            describe.replyTo().tell(registers.state());
        } else if (message instanceof FleetCommand.Peers ask) {
            ask.replyTo().tell(new FleetCommand.PeerList(peers));
        } else if (message instanceof FleetCommand.AwaitApplied await) {
            var missing = peers.stream().map(Peer::device).toList();
            await.replyTo().tell(new FleetCommand.Reached(1, missing, await.devices() <= 1));
        } else if (message instanceof TrustCommand command) {
            devices.handle(command);
        } else if (message instanceof Task task) {
            task.run().run();
        }
    }

    private static NodeSelf self(DeviceId self) {
        return new NodeSelf(
                new DeviceName("m4"),
                self,
                new FleetId("f".repeat(32).replace('f', 'a')),
                "0.1.0",
                "192.0.2.1:7270",
                Duration.ofSeconds(90));
    }

    private void tell(Object message) {
        system.tell(message);
    }

    @SuppressWarnings("unchecked")
    private <C> ActorRef<C> ref() {
        return (ActorRef<C>) (ActorRef<?>) system;
    }
}
