package dev.till.protocol.trust;

import java.security.MessageDigest;
import java.util.Arrays;

/** Thirty-two secret bytes that an Ed25519 key is made of. Its text form shows none of them. */
public final class Seed {

    /** How many bytes. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Seed(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The seed with these bytes; throws IllegalArgumentException unless there are {@value #BYTES}. */
    public static Seed of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("seed: " + bytes.length + " bytes (expected: " + BYTES + ")");
        }
        return new Seed(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seed that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Seed[hidden]";
    }
}
