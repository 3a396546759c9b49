package dev.till.node.trust;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DeviceList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** Homes of devices, and fleets made of them without the network. */
final class Homes {
    static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-01-02T12:00:00Z"));

    private Homes() {}

    /** The store of a home under {@code directory}; the same each time it is opened. */
    static TrustStore open(Path directory, String name) throws IOException {
        var home = directory.resolve(name);
        return TrustStore.open(home, DeviceKey.ofHome(home), new DeviceName(name), NOON);
    }

    /** The list of {@code admin} with {@code device} enrolled in it. */
    static DeviceList enrolled(TrustStore admin, TrustStore device, String name) {
        return admin.list()
                .enrol(admin.key().signing(), device.key().publicKey(), new DeviceName(name), false, NOON.instant());
    }
}
