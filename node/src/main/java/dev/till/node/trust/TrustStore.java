package dev.till.node.trust;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.trust.DeviceRecord;
import dev.till.protocol.trust.Membership;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device list of this node: what {@code trust/devices} holds, and what TLS believes. On disk before anyone sees it.
 *
 * <p>Reading is for any thread and never waits. Changes take their turn, each with an fsync, so they belong on a thread
 * that may block.
 */
public final class TrustStore {
    private static final Logger LOG = LoggerFactory.getLogger(TrustStore.class);

    private final DeviceKey key;
    private final InstantSource wall;
    private final DevicesFile file;
    private final Introductions introductions;
    private final List<Consumer<DeviceList>> listeners = new CopyOnWriteArrayList<>();
    private volatile View view;

    private record View(DeviceList list, Membership membership) {
        View(DeviceList list) {
            this(list, Membership.of(list));
        }
    }

    private TrustStore(
            DeviceKey key, InstantSource wall, DevicesFile file, Introductions introductions, DeviceList list) {
        this.key = key;
        this.wall = wall;
        this.file = file;
        this.introductions = introductions;
        this.view = new View(list);
    }

    /**
     * The store of a home. At the first call, and with a new key, it founds a fleet of one, in which this device has
     * {@code name}.
     *
     * @throws IOException if files cannot be read or written, are damaged or of a newer till
     */
    public static TrustStore open(Path home, DeviceKey key, DeviceName name, InstantSource wall) throws IOException {
        var file = new DevicesFile(home);
        var introductions = Introductions.open(home);
        if (file.exists()) {
            var list = file.read();
            if (Membership.of(list).find(key.id()).isPresent()) {
                return new TrustStore(key, wall, file, introductions, list);
            }
            // A new key is a new device. What the old one belonged to is not ours.
            LOG.warn("{} is in no way part of fleet {}; this device founds its own", key.id(), list.fleet());
        }
        var random = new SecureRandom();
        var list = DeviceList.found(key.signing(), name, random.nextLong(), random.nextLong(), wall.instant());
        file.write(list);
        return new TrustStore(key, wall, file, introductions, list);
    }

    /** The id of this device. */
    public DeviceId self() {
        return key.id();
    }

    public DeviceKey key() {
        return key;
    }

    /** The current list. */
    public DeviceList list() {
        return view.list();
    }

    /** What the current list proves; the same object until the list changes. */
    public Membership membership() {
        return view.membership();
    }

    /** Calls back after each change, in turn, on the thread that made it. */
    public void onChange(Consumer<DeviceList> listener) {
        listeners.add(listener);
    }

    /**
     * Takes in what a peer knows; a list of another fleet is not for us.
     *
     * @return whether anything was new
     */
    public synchronized boolean learn(DeviceList theirs) throws IOException {
        var mine = view.list();
        if (!mine.fleet().equals(theirs.fleet())) {
            return false;
        }
        var merged = mine.merge(theirs);
        if (merged.entries().size() == mine.entries().size()) {
            return false;
        }
        var kept = merged.bounded();
        if (kept.equals(mine)) {
            return false;
        }
        replace(kept);
        return true;
    }

    /** What this device is called in its fleet. */
    public DeviceName name() {
        return membership().find(self()).map(DeviceRecord::name).orElseThrow();
    }

    /** Why this device cannot join {@code fleet}, if so, in words for people. */
    Optional<String> obstacleTo(FleetId fleet) {
        var now = view;
        boolean belongs = now.membership().member(self()).isPresent();
        if (now.list().fleet().equals(fleet)) {
            return belongs ? Optional.of("this device belongs to fleet " + fleet + " already") : Optional.empty();
        }
        var others = now.membership().members().stream()
                .filter(member -> !member.id().equals(self()))
                .map(member -> member.name().value())
                .toList();
        return !belongs || others.isEmpty()
                ? Optional.empty()
                : Optional.of("this device belongs to fleet " + now.list().fleet() + " together with "
                        + String.join(", ", others) + " (expected: a device on its own; revoke this one there first)");
    }

    /**
     * Leaves a fleet of one for the fleet of {@code list}, of which it makes this device a member. What this device has
     * written stays: it goes by device, not by fleet.
     *
     * @return why not, if so
     */
    synchronized Optional<String> adopt(DeviceList list) throws IOException {
        var obstacle = obstacleTo(list.fleet());
        if (obstacle.isEmpty()) {
            replace(list.bounded());
        }
        return obstacle;
    }

    /** Signs and takes in the enrolment of a device; throws IllegalArgumentException when this device may not. */
    synchronized void enrol(DevicePublicKey device, DeviceName as, boolean admin) throws IOException {
        replaceWhole(list().enrol(key.signing(), device, as, admin, wall.instant()));
    }

    /** Signs and takes in the revocation of a device; throws IllegalArgumentException when this device may not. */
    synchronized void revoke(DeviceId device) throws IOException {
        replaceWhole(list().revoke(key.signing(), device, wall.instant()));
    }

    /** Where members were last said to take connections, {@code HOST:PORT}; hints, the newest first. */
    public List<String> introduced() {
        return introductions.addresses();
    }

    /** Remembers what someone said about where members, itself included, take connections. */
    void introduce(List<String> addresses) {
        introductions.add(addresses);
    }

    InstantSource wall() {
        return wall;
    }

    private void replaceWhole(DeviceList next) throws IOException {
        if (!next.bounded().equals(next)) {
            throw new IOException("device list: full (expected: at most " + DeviceList.MAX_ENTRIES + " entries, "
                    + DeviceList.MAX_BYTES + " bytes)");
        }
        replace(next);
    }

    /** Writes, then publishes. */
    synchronized void replace(DeviceList next) throws IOException {
        file.write(next);
        view = new View(next);
        listeners.forEach(listener -> listener.accept(next));
    }
}
