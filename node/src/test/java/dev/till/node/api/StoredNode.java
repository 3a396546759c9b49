package dev.till.node.api;

import dev.till.node.config.Settings;
import dev.till.node.journal.Journal;
import dev.till.node.journal.JournalSettings;
import dev.till.node.journal.OpenJournal;
import dev.till.node.message.FederationCommand;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.ScheduleCommand;
import dev.till.node.message.SshCommand;
import dev.till.node.message.TrustCommand;
import dev.till.node.register.OpenRegisters;
import dev.till.node.register.RegisterSettings;
import dev.till.node.register.Registers;
import dev.till.node.store.SqliteStore;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A device alone in its fleet with its real journal, store and registers, behind a real socket. */
public final class StoredNode implements AutoCloseable {
    private final SqliteStore store;
    private final OpenJournal journal;
    private final ActorSystem<Object> system;
    private final SocketServer server;

    private StoredNode(Path home) throws IOException {
        store = SqliteStore.open(home.resolve("store.db"));
        journal = OpenJournal.open(home.resolve("journal"), JournalSettings.DEFAULTS, store.folded(), true);
        var registers = OpenRegisters.open(store, journal.log(), RegisterSettings.DEFAULTS);
        var refs = new CompletableFuture<Refs>();
        system = ActorSystem.create(
                Behaviors.setup(context -> {
                    var writer = context.spawn(
                            Journal.create(MemoryNode.SELF, journal, InstantSource.system()),
                            "journal",
                            Journal.DISPATCHER);
                    refs.complete(new Refs(context.spawn(Registers.create(registers, writer), "registers"), writer));
                    return Behaviors.receive(Object.class)
                            .onAnyMessage(message -> {
                                alone(message);
                                return Behaviors.same();
                            })
                            .build();
                }),
                "stored");
        server = SocketServer.open(home, parts(refs.join()));
    }

    public static StoredNode in(Path home) throws IOException {
        return new StoredNode(home);
    }

    @Override
    public void close() throws IOException {
        server.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        journal.close();
        store.close();
    }

    private record Refs(ActorRef<RegisterCommand> registers, ActorRef<JournalCommand> journal) {}

    private ApiParts parts(Refs refs) {
        ActorRef<FleetCommand> fleet = system.narrow();
        ActorRef<TrustCommand> trust = system.narrow();
        ActorRef<SshCommand> ssh = system.narrow();
        ActorRef<FederationCommand> federation = system.narrow();
        ActorRef<ScheduleCommand> schedule = system.narrow();
        return new ApiParts(
                system.dispatchers().lookup(DispatcherSelector.fromConfig("till.dispatchers.api")),
                system.scheduler(),
                refs.registers(),
                refs.journal(),
                fleet,
                trust,
                ssh,
                schedule,
                system.narrow(),
                federation,
                system.narrow(),
                InstantSource.system(),
                "m4-host",
                () -> new NodeSelf(
                        new DeviceName("m4"),
                        MemoryNode.SELF,
                        new FleetId("a".repeat(32)),
                        "0.1.0",
                        "192.0.2.1:7270",
                        Duration.ofSeconds(90)),
                Settings::defaults,
                Optional.empty(),
                StoredNode::noBackup,
                line -> OptionalInt.empty(),
                Optional.empty(),
                () -> {});
    }

    private static long noBackup(Path file, LongConsumer progress) {
        throw new UnsupportedOperationException("no backup of " + file);
    }

    private static void alone(Object message) {
        if (message instanceof FleetCommand.Peers peers) {
            peers.replyTo().tell(new FleetCommand.PeerList(List.of()));
        }
    }
}
