package dev.till.node;

import dev.till.federation.hub.ContentVault;
import dev.till.federation.hub.ObjectStore;
import dev.till.federation.hub.s3.S3Settings;
import dev.till.federation.hub.s3.S3Store;
import dev.till.node.config.HubConfig;
import dev.till.node.files.HubRules;
import dev.till.node.files.transfer.HubContents;
import dev.till.node.hub.HubDoor;
import dev.till.node.hub.HubTools;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.trust.DeviceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Scheduler;

/** Joins the hub of a node with what it works on. */
final class HubParts {
    /** Who consolidates shows itself more often than this, but while one object is on its way. */
    private static final Duration LEASE = Duration.ofMinutes(30);

    private HubParts() {}

    static HubTools of(NodeParts parts, Storage.Actors storage, Executor blocking) {
        var config = parts.config().hub();
        var directory = parts.config().home().resolve("hub");
        return new HubTools(
                directory,
                parts.trust().self(),
                new Members(parts.trust()),
                config.address().map(address -> new HubTools.Place(address.toString(), () -> open(config, directory))),
                new HubTools.Rules(config.plain(), config.interval(), config.consolidate(), config.grace(), LEASE),
                parts.storage().sealed(),
                storage.journal(),
                storage.registers(),
                storage.history(),
                blocking,
                parts.clock());
    }

    /** The same hub, as folders use it. */
    static HubRules ofFiles(HubTools tools, HubConfig config, Scheduler scheduler) {
        return new HubRules(
                tools.place().isPresent(),
                new FilesDoor(new HubDoor(tools, scheduler)),
                config.interval(),
                config.grace());
    }

    private record FilesDoor(HubDoor door) implements HubContents.Door {
        @Override
        public Optional<ContentVault> open() throws IOException {
            return door.open();
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    /** Only here the client is loaded. */
    private static ObjectStore open(HubConfig config, Path directory) throws IOException {
        return S3Store.open(new S3Settings(
                config.address().orElseThrow(),
                config.region(),
                config.authority(),
                directory.resolve("credentials"),
                config.rate()));
    }

    private record Members(TrustStore trust) implements HubTools.Devices {
        @Override
        public Optional<String> name(DeviceId device) {
            return trust.membership().find(device).map(DeviceRecord::name).map(name -> name.value());
        }

        @Override
        public boolean isMember(DeviceId device) {
            return trust.membership().member(device).isPresent();
        }
    }
}
