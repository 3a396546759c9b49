package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.Statement.Enrolment;
import dev.till.protocol.trust.Statement.Founding;
import dev.till.protocol.trust.Statement.Revocation;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who belongs to a fleet, worked out from its signed entries alone: every node that holds the same entries finds the
 * same, in whatever order they came.
 *
 * <p>An enrolment counts when its chain of authorities reaches the founding entry and no revocation strikes any entry
 * on the way. A revocation strikes what the revoked device signed, but for the entries it keeps. A revoked key stays
 * out whatever is said later. Where two enrolments of one key count, the later one names it and either makes it admin.
 */
public final class Membership {
    private final DeviceList list;
    private final Chains chains;
    private final SortedMap<DeviceId, DeviceRecord> devices = new TreeMap<>();
    private final Set<DeviceId> revoked = new HashSet<>();

    private Membership(DeviceList list) {
        this.list = list;
        this.chains = new Chains(list.entries());
        var counting = list.entries().values().stream()
                .filter(chains::counts)
                .sorted(Comparator.comparing(TrustEntry::at).thenComparing(TrustEntry::id))
                .toList();
        for (TrustEntry entry : counting) {
            if (entry.statement() instanceof Revocation revocation) {
                revoked.add(revocation.device());
            }
        }
        counting.forEach(this::addDevice);
    }

    /** What the entries of {@code list} prove. Takes time in the order of their number squared at worst. */
    public static Membership of(DeviceList list) {
        return new Membership(list);
    }

    /** Every device that was validly enrolled, revoked ones included, in order of id. */
    public Collection<DeviceRecord> devices() {
        return Collections.unmodifiableCollection(devices.values());
    }

    /** The devices that belong to the fleet now, in order of id. */
    public List<DeviceRecord> members() {
        return devices.values().stream().filter(device -> !device.revoked()).toList();
    }

    /** What is known of a device, whether revoked or not. */
    public Optional<DeviceRecord> find(DeviceId device) {
        return Optional.ofNullable(devices.get(device));
    }

    /** The device with this id, if it belongs to the fleet now. */
    public Optional<DeviceRecord> member(DeviceId device) {
        return find(device).filter(known -> !known.revoked());
    }

    /** Whether a device was revoked, enrolled before or not. */
    public boolean isRevoked(DeviceId device) {
        return revoked.contains(device);
    }

    /** The entry that makes a device an admin, if it is one now. */
    public Optional<EntryId> authority(DeviceId device) {
        if (isRevoked(device)) {
            return Optional.empty();
        }
        return list.entries().values().stream()
                .filter(entry -> chains.counts(entry) && makesAdmin(entry, device))
                .map(TrustEntry::id)
                .findFirst();
    }

    /** The entries signed by a device that have effect. */
    SortedSet<EntryId> signedBy(DeviceId device) {
        var ids = new TreeSet<EntryId>();
        for (TrustEntry entry : list.entries().values()) {
            if (chains.counts(entry) && entry.signer().id().equals(device)) {
                ids.add(entry.id());
            }
        }
        return ids;
    }

    Chains chains() {
        return chains;
    }

    private void addDevice(TrustEntry entry) {
        if (entry.statement() instanceof Founding founding) {
            add(entry, entry.signer(), founding.name(), true);
        } else if (entry.statement() instanceof Enrolment enrolment) {
            add(entry, enrolment.device(), enrolment.name(), enrolment.admin());
        }
    }

    private void add(TrustEntry entry, DevicePublicKey key, DeviceName name, boolean admin) {
        var id = key.id();
        var before = devices.get(id);
        devices.put(
                id,
                new DeviceRecord(
                        id,
                        key,
                        name,
                        admin || (before != null && before.admin()),
                        before == null ? entry.at() : before.enrolledAt(),
                        revoked.contains(id)));
    }

    private static boolean makesAdmin(TrustEntry entry, DeviceId device) {
        if (entry.statement() instanceof Enrolment enrolment) {
            return enrolment.admin() && enrolment.device().id().equals(device);
        }
        return entry.statement() instanceof Founding && entry.signer().id().equals(device);
    }
}
