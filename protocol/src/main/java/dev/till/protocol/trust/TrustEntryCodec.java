package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.Statement.Enrolment;
import dev.till.protocol.trust.Statement.Founding;
import dev.till.protocol.trust.Statement.Revocation;
import dev.till.protocol.trust.Statement.Unrecognised;
import dev.till.protocol.trust.Statement.Within;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.Extra;
import dev.till.protocol.wire.MalformedException;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The binary form of an entry without its signature.
 *
 * <pre>
 * version 1 byte | kind 1 byte | signer's raw key 32 bytes | milliseconds since 1970 8 bytes
 * kind 1, founding:    name text | nonce 16 bytes
 * all other kinds:     fleet 20 bytes | authority 20 bytes, then
 *   kind 2, enrolment:  raw key 32 bytes | name text | flags 1 byte (1 admin)
 *   kind 3, revocation: device 20 bytes | count varint, then as many entry ids of 20 bytes, in order
 * extra: everything up to the end, written by a newer till
 * </pre>
 */
final class TrustEntryCodec {
    private static final int VERSION = 1;
    private static final int FOUNDING = 1;
    private static final int ENROLMENT = 2;
    private static final int REVOCATION = 3;
    private static final int ADMIN = 1;

    private TrustEntryCodec() {}

    /** An entry as read, its signature not yet checked. */
    record Body(DevicePublicKey signer, Instant at, Statement statement, Extra extra) {}

    static void writeBody(Statement statement, DevicePublicKey signer, Instant at, ByteWriter to) {
        to.putByte(VERSION).putByte(kind(statement)).putBytes(signer.bytes()).putLong(at.toEpochMilli());
        if (statement instanceof Within within) {
            to.putDevice(within.fleet().bits()).putDevice(within.authority().bits());
        }
        if (statement instanceof Founding founding) {
            to.putText(founding.name().value()).putLong(founding.nonceHigh()).putLong(founding.nonceLow());
        } else if (statement instanceof Enrolment enrolment) {
            to.putBytes(enrolment.device().bytes())
                    .putText(enrolment.name().value())
                    .putByte(enrolment.admin() ? ADMIN : 0);
        } else if (statement instanceof Revocation revocation) {
            to.putDevice(revocation.device()).putVarint(revocation.kept().size());
            revocation.kept().forEach(kept -> to.putDevice(kept.bits()));
        }
    }

    static Body readBody(byte[] body) throws MalformedException {
        var from = new ByteReader(body);
        int version = from.readByte();
        if (version != VERSION) {
            throw new MalformedException(
                    "trust entry: version " + version + " (expected: " + VERSION + "; a newer till wrote it)");
        }
        int kind = from.readByte();
        var signer = DevicePublicKey.of(from.readBytes(DevicePublicKey.BYTES));
        var at = Instant.ofEpochMilli(from.readLong());
        try {
            var statement = kind == FOUNDING ? readFounding(from) : readWithin(kind, from);
            return new Body(signer, at, statement, Extra.of(from.readBytes(from.remaining())));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    private static int kind(Statement statement) {
        if (statement instanceof Founding) {
            return FOUNDING;
        }
        if (statement instanceof Enrolment) {
            return ENROLMENT;
        }
        if (statement instanceof Revocation) {
            return REVOCATION;
        }
        return ((Unrecognised) statement).kind();
    }

    private static Founding readFounding(ByteReader from) throws MalformedException {
        return new Founding(new DeviceName(from.readText()), from.readLong(), from.readLong());
    }

    private static Within readWithin(int kind, ByteReader from) throws MalformedException {
        var fleet = readId(from);
        var authority = readId(from);
        return switch (kind) {
            case ENROLMENT -> {
                var device = DevicePublicKey.of(from.readBytes(DevicePublicKey.BYTES));
                var name = new DeviceName(from.readText());
                yield new Enrolment(fleet, authority, device, name, (from.readByte() & ADMIN) != 0);
            }
            case REVOCATION -> new Revocation(fleet, authority, from.readDevice(), readKept(from));
            default -> new Unrecognised(kind, fleet, authority);
        };
    }

    private static SortedSet<EntryId> readKept(ByteReader from) throws MalformedException {
        int count = from.readCount(from.remaining() / EntryId.BYTES);
        var kept = new TreeSet<EntryId>();
        for (int i = 0; i < count; i++) {
            kept.add(readId(from));
        }
        return kept;
    }

    private static EntryId readId(ByteReader from) throws MalformedException {
        return EntryId.of160(from.readDevice());
    }
}
