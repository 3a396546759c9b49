package dev.till.protocol.trust;

import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.Extra;
import dev.till.protocol.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A statement and the signature of the device that made it.
 *
 * <p>Every entry there is has a good signature: {@link #decode} refuses any other. Whether the signer had the right to
 * say it is for {@link Membership} to decide. The binary form is kept as it was signed, so what a newer till added
 * survives; two entries are equal when their bytes are.
 */
public final class TrustEntry implements Comparable<TrustEntry> {

    /** The longest binary form. */
    public static final int MAX_BYTES = 32 * 1024;

    /** Keeps a signature from being taken for one over anything else that the same key signs. */
    private static final byte[] DOMAIN = "till trust entry\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final EntryId id;
    private final DevicePublicKey signer;
    private final Instant at;
    private final Statement statement;
    private final Extra extra;

    private TrustEntry(byte[] bytes, DevicePublicKey signer, Instant at, Statement statement, Extra extra) {
        this.bytes = bytes;
        this.id = EntryId.of(bytes);
        this.signer = signer;
        this.at = at;
        this.statement = statement;
        this.extra = extra;
    }

    /** Signs {@code statement}. The time is for people to read; no decision rests on it, for clocks lie. */
    public static TrustEntry sign(Statement statement, SigningKey signer, Instant at) {
        var body = new ByteWriter(256);
        TrustEntryCodec.writeBody(statement, signer.publicKey(), at, body);
        var signature = signer.sign(toBeSigned(body.toByteArray()));
        var whole = body.putBytes(signature).toByteArray();
        if (whole.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "trust entry: " + whole.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        var shownAt = Instant.ofEpochMilli(at.toEpochMilli());
        return new TrustEntry(whole, signer.publicKey(), shownAt, statement, Extra.NONE);
    }

    /** Reads an entry and checks its signature. */
    public static TrustEntry decode(byte[] bytes) throws MalformedException {
        int bodyLength = bytes.length - DevicePublicKey.SIGNATURE_BYTES;
        if (bodyLength < 1 || bytes.length > MAX_BYTES) {
            throw new MalformedException("trust entry: " + bytes.length + " bytes (expected: "
                    + (DevicePublicKey.SIGNATURE_BYTES + 1) + " to " + MAX_BYTES + ")");
        }
        var body = Arrays.copyOf(bytes, bodyLength);
        var read = TrustEntryCodec.readBody(body);
        var signature = Arrays.copyOfRange(bytes, bodyLength, bytes.length);
        if (!read.signer().verifies(toBeSigned(body), signature)) {
            throw new MalformedException(
                    "trust entry: its signature is not by " + read.signer().id());
        }
        return new TrustEntry(bytes.clone(), read.signer(), read.at(), read.statement(), read.extra());
    }

    public EntryId id() {
        return id;
    }

    public DevicePublicKey signer() {
        return signer;
    }

    /** When the signer says it was signed. */
    public Instant at() {
        return at;
    }

    public Statement statement() {
        return statement;
    }

    /** What a newer till added to the statement. */
    public Extra extra() {
        return extra;
    }

    /** The binary form, signature included. */
    public byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    @Override
    public int compareTo(TrustEntry other) {
        return id.compareTo(other.id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustEntry that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "TrustEntry[" + id + " by " + signer.id() + " at " + at + ": " + statement + "]";
    }

    private static byte[] toBeSigned(byte[] body) {
        return new ByteWriter(DOMAIN.length + body.length)
                .putBytes(DOMAIN)
                .putBytes(body)
                .toByteArray();
    }
}
