package dev.till.node;

import dev.till.federation.hub.ObjectStore;
import dev.till.node.hub.Hub;
import dev.till.node.hub.HubTools;
import dev.till.node.message.Entry;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Done;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.HubCommand;
import dev.till.node.message.JournalCommand;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;

/** A device with a storage and a hub, which it visits when it is told to. */
final class HubFixture implements AutoCloseable {
    static final Duration LEASE = Duration.ofMinutes(10);
    static final Duration GRACE = Duration.ofHours(1);

    private final StorageFixture storage;
    private final Path home;
    private final ActorRef<HubCommand> hub;

    HubFixture(Path home, int number, ObjectStore store, Storage.Settings settings, InstantSource wall, boolean plain)
            throws IOException {
        this.home = home;
        var self = device(number);
        storage = new StorageFixture(home, settings, wall, self);
        var tools = new HubTools(
                home.resolve("hub"),
                self,
                new Devices(),
                Optional.of(new HubTools.Place("https://hub.invalid/fleet", () -> store)),
                new HubTools.Rules(plain, Duration.ofDays(1), Duration.ZERO, GRACE, LEASE),
                storage.storage().sealed(),
                storage.actors().journal(),
                storage.actors().registers(),
                storage.actors().history(),
                ForkJoinPool.commonPool(),
                wall);
        hub = storage.system().systemActorOf(Hub.create(tools), "hub", Props.empty());
    }

    static HubFixture of(Path home, int number, ObjectStore store) throws IOException {
        return new HubFixture(home, number, store, Storage.Settings.DEFAULTS, StorageFixture.WALL, false);
    }

    static DeviceId device(int number) {
        return new DeviceId(number, 0, 1);
    }

    private record Devices() implements HubTools.Devices {
        @Override
        public Optional<String> name(DeviceId device) {
            return Optional.of("device-" + device.high());
        }

        @Override
        public boolean isMember(DeviceId device) {
            return device.high() < 5;
        }
    }

    StorageFixture storage() {
        return storage;
    }

    /** The recovery key of this device. */
    String key() throws IOException {
        return Files.readString(home.resolve("hub").resolve("recovery.key"));
    }

    FederationReply ask(Function<ActorRef<FederationReply>, HubCommand> command) {
        return storage.ask(hub, command);
    }

    JsonMembers done(Function<ActorRef<FederationReply>, HubCommand> command) {
        var reply = ask(command);
        if (reply instanceof Done done) {
            return JsonMembers.parse(done.json());
        }
        throw new AssertionError(reply);
    }

    Refused refused(Function<ActorRef<FederationReply>, HubCommand> command) {
        var reply = ask(command);
        if (reply instanceof Refused refused) {
            return refused;
        }
        throw new AssertionError(reply);
    }

    JsonMembers push() {
        return done(replyTo -> new HubCommand.Push(Optional.empty(), replyTo));
    }

    JsonMembers consolidate() {
        return done(HubCommand.Consolidate::new);
    }

    JsonMembers restore(String key) {
        return done(replyTo -> new HubCommand.Restore(Optional.of(key), replyTo));
    }

    /** All registers but what the hub itself writes about its checkpoints. */
    Map<RegisterKey, Register> registers() {
        var all = new TreeMap<RegisterKey, Register>();
        Optional<RegisterKey> after = Optional.empty();
        while (true) {
            var page = storage.scan("", after, 500);
            for (Entry entry : page.entries()) {
                all.put(entry.key(), entry.register());
                after = Optional.of(entry.key());
            }
            if (!page.more()) {
                all.keySet().removeIf(key -> key.entity().value().equals("till/hub"));
                return all;
            }
        }
    }

    DotSet applied() {
        return storage.ask(storage.actors().journal(), JournalCommand.Describe::new)
                .applied();
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
