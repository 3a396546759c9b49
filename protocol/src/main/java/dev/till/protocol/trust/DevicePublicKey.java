package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceId;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The Ed25519 public key of a device (RFC 8032), which is what a fleet trusts: names and addresses are labels. */
public final class DevicePublicKey implements Comparable<DevicePublicKey> {

    /** Bytes of the raw key. */
    public static final int BYTES = 32;

    /** Bytes of a signature. */
    public static final int SIGNATURE_BYTES = 64;

    /** Bytes of a fingerprint. */
    public static final int FINGERPRINT_BYTES = 32;

    /** What precedes the raw key in a SubjectPublicKeyInfo (RFC 8410, section 4). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] raw;
    private final DeviceId id;

    private DevicePublicKey(byte[] raw) {
        this.raw = raw;
        this.id = DeviceId.of(encoded());
    }

    /** The key with these {@value #BYTES} raw bytes. */
    public static DevicePublicKey of(byte[] raw) {
        if (raw.length != BYTES) {
            throw new IllegalArgumentException("public key: " + raw.length + " bytes (expected: " + BYTES + ")");
        }
        return new DevicePublicKey(raw.clone());
    }

    /** The same key as Java holds it; throws IllegalArgumentException unless it is an Ed25519 key. */
    public static DevicePublicKey of(PublicKey key) {
        var encoded = key.getEncoded();
        if (encoded == null
                || encoded.length != PREFIX.length + BYTES
                || !Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw new IllegalArgumentException("public key: " + key.getAlgorithm() + " (expected: Ed25519)");
        }
        return new DevicePublicKey(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length));
    }

    /** The raw key, {@value #BYTES} bytes. */
    public byte[] bytes() {
        return raw.clone();
    }

    /** The key in its X.509 SubjectPublicKeyInfo encoding. */
    public byte[] encoded() {
        var encoded = Arrays.copyOf(PREFIX, PREFIX.length + BYTES);
        System.arraycopy(raw, 0, encoded, PREFIX.length, BYTES);
        return encoded;
    }

    /** The id of the device that holds the private half. */
    public DeviceId id() {
        return id;
    }

    /** SHA-256 of {@link #encoded()}. */
    public byte[] fingerprint() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(encoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    /** Whether the private half of this key made {@code signature} over {@code message}. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded()));
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Ed25519 is missing from this Java runtime", e);
        } catch (GeneralSecurityException e) {
            // Neither a point of the curve nor a signature in form: it proves as little as a wrong one.
            return false;
        }
    }

    @Override
    public int compareTo(DevicePublicKey other) {
        return Arrays.compareUnsigned(raw, other.raw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DevicePublicKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(raw);
    }
}
