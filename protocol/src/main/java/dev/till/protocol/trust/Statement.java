package dev.till.protocol.trust;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a signed entry says. */
public sealed interface Statement {

    /**
     * The signer founds a fleet and is its first admin.
     *
     * @param nonceHigh with {@code nonceLow} 128 random bits: one device can found more than one fleet
     */
    record Founding(DeviceName name, long nonceHigh, long nonceLow) implements Statement {
        public Founding {
            requireNonNull(name, "name");
        }
    }

    /** A statement within a fleet that exists. */
    sealed interface Within extends Statement {

        /** The founding entry of the fleet this was said in: said in one fleet, it means nothing in another. */
        EntryId fleet();

        /** The entry that made the signer an admin. */
        EntryId authority();
    }

    /** The device with this key belongs to the fleet. A later one for the same key can rename or promote it. */
    record Enrolment(EntryId fleet, EntryId authority, DevicePublicKey device, DeviceName name, boolean admin)
            implements Within {
        public Enrolment {
            requireNonNull(fleet, "fleet");
            requireNonNull(authority, "authority");
            requireNonNull(device, "device");
            requireNonNull(name, "name");
        }
    }

    /**
     * The device no longer belongs to the fleet, for ever: its key cannot be enrolled again.
     *
     * @param kept entries signed by the device that the revoker knew and lets stand; all others of its are void
     */
    record Revocation(EntryId fleet, EntryId authority, DeviceId device, SortedSet<EntryId> kept) implements Within {
        public Revocation {
            requireNonNull(fleet, "fleet");
            requireNonNull(authority, "authority");
            requireNonNull(device, "device");
            kept = Collections.unmodifiableSortedSet(new TreeSet<>(kept));
        }
    }

    /** Said by a newer till; kept and passed on, and without effect here. */
    record Unrecognised(int kind, EntryId fleet, EntryId authority) implements Within {}
}
