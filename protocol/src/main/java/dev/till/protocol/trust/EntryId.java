package dev.till.protocol.trust;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names a signed entry for ever: the first 160 bits of the SHA-256 of its binary form, as 32 characters of base32hex.
 *
 * <p>An entry names what it builds on by id, so chains of entries cannot be cyclic: that would take a hash that holds
 * itself. The id of a founding entry is the id of its fleet.
 */
public record EntryId(String value) implements Comparable<EntryId> {

    /** Bytes of the binary form. */
    public static final int BYTES = DeviceId.BYTES;

    public EntryId {
        requireNonNull(value, "value");
        DeviceId.parse(value);
    }

    /** The id of the entry with this binary form. */
    static EntryId of(byte[] entry) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(entry);
            return of160(DeviceId.read(ByteBuffer.wrap(hash)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    /** The id of the entry that founded {@code fleet}. */
    public static EntryId of(FleetId fleet) {
        return new EntryId(fleet.value());
    }

    /** The fleet that this entry founded, if it did. */
    FleetId fleet() {
        return new FleetId(value);
    }

    /** Device ids and entry ids are written alike: 160 bits. */
    static EntryId of160(DeviceId bits) {
        return new EntryId(bits.toString());
    }

    DeviceId bits() {
        return DeviceId.parse(value);
    }

    @Override
    public int compareTo(EntryId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
