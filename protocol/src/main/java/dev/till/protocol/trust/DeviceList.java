package dev.till.protocol.trust;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.register.Lattice;
import dev.till.protocol.trust.Statement.Enrolment;
import dev.till.protocol.trust.Statement.Founding;
import dev.till.protocol.trust.Statement.Revocation;
import dev.till.protocol.trust.Statement.Within;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The signed entries of one fleet: a set that only grows. {@link Membership} says what they prove.
 *
 * <p>Lists of different fleets have nothing to say to each other: merging them yields the one of the lesser fleet id, so
 * that the laws of merging hold; compare {@link #fleet} first. Merging knows no limit, for a limit would break those
 * laws too; whoever takes a list from outside keeps to {@link #bounded}.
 *
 * @param fleet the id of the founding entry, which is always among the entries
 * @param entries by id
 */
public record DeviceList(FleetId fleet, SortedMap<EntryId, TrustEntry> entries) implements Lattice<DeviceList> {

    /** The most entries a node keeps. */
    public static final int MAX_ENTRIES = 1000;

    /** The most bytes a node keeps, in binary form: what fits into one frame between peers, with room to spare. */
    public static final int MAX_BYTES = 192 * 1024;

    /** The most entries kept whose chain does not reach the founding entry yet. */
    public static final int MAX_LOOSE = 64;

    public DeviceList {
        requireNonNull(fleet, "fleet");
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        var founding = EntryId.of(fleet);
        if (!entries.containsKey(founding)) {
            throw new IllegalArgumentException("device list: no founding entry (expected: " + founding + ")");
        }
        for (TrustEntry entry : entries.values()) {
            requireOfFleet(entry, founding);
        }
    }

    /** A fleet of one. The nonce keeps fleets founded by one device at one time apart. */
    public static DeviceList found(SigningKey founder, DeviceName name, long nonceHigh, long nonceLow, Instant at) {
        var entry = TrustEntry.sign(new Founding(name, nonceHigh, nonceLow), founder, at);
        return new DeviceList(entry.id().fleet(), new TreeMap<>(Collections.singletonMap(entry.id(), entry)));
    }

    /** This list and an enrolment signed by {@code admin}; throws IllegalArgumentException when that is none. */
    public DeviceList enrol(SigningKey admin, DevicePublicKey device, DeviceName name, boolean asAdmin, Instant at) {
        var membership = Membership.of(this);
        if (membership.isRevoked(device.id())) {
            throw new IllegalArgumentException("device: " + device.id() + " is revoked (expected: a new key)");
        }
        var authority = authority(membership, admin);
        return with(TrustEntry.sign(new Enrolment(EntryId.of(fleet), authority, device, name, asAdmin), admin, at));
    }

    /**
     * This list and a revocation signed by {@code admin}, which keeps what the device has validly signed so far; throws
     * IllegalArgumentException when the signer is no admin.
     */
    public DeviceList revoke(SigningKey admin, DeviceId device, Instant at) {
        var membership = Membership.of(this);
        var authority = authority(membership, admin);
        var kept = membership.signedBy(device);
        return with(TrustEntry.sign(new Revocation(EntryId.of(fleet), authority, device, kept), admin, at));
    }

    /** This list and one more entry of the same fleet. */
    public DeviceList with(TrustEntry entry) {
        var more = new TreeMap<>(entries);
        more.put(entry.id(), entry);
        return new DeviceList(fleet, more);
    }

    /** The devices that belong to the fleet now. */
    public List<DeviceRecord> members() {
        return Membership.of(this).members();
    }

    @Override
    public DeviceList merge(DeviceList other) {
        if (!fleet.equals(other.fleet)) {
            return fleet.compareTo(other.fleet) < 0 ? this : other;
        }
        if (entries.keySet().containsAll(other.entries.keySet())) {
            return this;
        }
        var union = new TreeMap<>(entries);
        union.putAll(other.entries);
        return new DeviceList(fleet, union);
    }

    /**
     * The part of this list that is worth keeping, the same on every node: not what can never count, not more loose ends
     * than {@value #MAX_LOOSE}, and of too many entries first those with effect.
     */
    public DeviceList bounded() {
        return new Bounds(this).keep();
    }

    private static EntryId authority(Membership membership, SigningKey admin) {
        return membership
                .authority(admin.id())
                .orElseThrow(() -> new IllegalArgumentException("device: " + admin.id() + " (expected: an admin)"));
    }

    private static void requireOfFleet(TrustEntry entry, EntryId founding) {
        boolean belongs = entry.statement() instanceof Within within
                ? within.fleet().equals(founding)
                : entry.id().equals(founding);
        if (!belongs) {
            throw new IllegalArgumentException(
                    "trust entry: " + entry.id() + " is of another fleet (expected: " + founding + ")");
        }
    }
}
