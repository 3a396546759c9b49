package dev.till.node.membership;

import com.typesafe.config.ConfigFactory;
import dev.till.node.QuickCluster;
import dev.till.node.message.Roster;
import dev.till.node.trust.ArteryTls;
import dev.till.node.trust.DeviceKey;
import dev.till.node.trust.Firewall;
import dev.till.node.trust.FleetTls;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.Membership;
import dev.till.protocol.trust.Seed;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Devices with real keys, all enrolled by the first, without homes: the same keys for the same number, in any process. */
final class TestFleet {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final List<DeviceKey> keys = new ArrayList<>();
    private DeviceList list;

    TestFleet(int devices) {
        for (int i = 0; i < devices; i++) {
            var seed = new byte[Seed.BYTES];
            seed[0] = (byte) (i + 1);
            keys.add(DeviceKey.ofSeed(Seed.of(seed)));
        }
        list = DeviceList.found(keys.get(0).signing(), name(0), 1, 2, NOON);
        for (int i = 1; i < devices; i++) {
            list = list.enrol(keys.get(0).signing(), keys.get(i).publicKey(), name(i), false, NOON);
        }
    }

    static DeviceName name(int device) {
        return new DeviceName("device" + device);
    }

    DeviceKey key(int device) {
        return keys.get(device);
    }

    Roster roster() {
        return Roster.of(list.fleet(), Membership.of(list));
    }

    /** The roster once {@code device} has been revoked; TLS goes on believing in it. */
    Roster rosterWithout(int device) {
        var shorter = list.revoke(keys.get(0).signing(), keys.get(device).id(), NOON);
        return Roster.of(shorter.fleet(), Membership.of(shorter));
    }

    ClusterSpec spec(int device, MembershipSettings settings) {
        return spec(device, settings, new Firewall());
    }

    ClusterSpec spec(int device, MembershipSettings settings, Firewall firewall) {
        var members = Membership.of(list);
        var tls = new FleetTls(keys.get(device), () -> members, firewall);
        return new ClusterSpec(
                keys.get(device).id(),
                settings,
                ArteryTls.setup(tls),
                ArteryTls.config().withFallback(QuickCluster.config()),
                tls::renew,
                context -> Behaviors.empty());
    }

    /** As shipped, but quicker where a test would have to wait. */
    static MembershipSettings settings() {
        var quick = ConfigFactory.parseString("""
                seek-for = 1 s, fast-poll = 300 ms, slow-poll = 500 ms, leave-for = 1 m, split-for = 2 s
                heartbeat = 300 ms, unreachable-after = 2 s, address-poll = 1 h
                """);
        return MembershipSettings.of(quick.withFallback(ConfigFactory.load().getConfig("till.membership")));
    }

    /** An address of this machine where nobody listens now. */
    static ListenAddress listen() {
        try {
            return ListenAddress.choose(Optional.of("127.0.0.1"), 0);
        } catch (PortInUseException e) {
            throw new UncheckedIOException(e);
        }
    }
}
