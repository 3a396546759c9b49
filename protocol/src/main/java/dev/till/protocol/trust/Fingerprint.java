package dev.till.protocol.trust;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a public key: 32 bytes, enough to know the key again. */
public final class Fingerprint {
    private final byte[] bytes;

    private Fingerprint(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The fingerprint of {@code key}. */
    public static Fingerprint of(DevicePublicKey key) {
        return new Fingerprint(key.fingerprint());
    }

    /** A fingerprint as it was written down; throws IllegalArgumentException unless it has 32 bytes. */
    public static Fingerprint of(byte[] bytes) {
        if (bytes.length != DevicePublicKey.FINGERPRINT_BYTES) {
            throw new IllegalArgumentException("fingerprint: " + bytes.length + " bytes (expected: 32)");
        }
        return new Fingerprint(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SHA256:" + HexFormat.of().formatHex(bytes);
    }
}
