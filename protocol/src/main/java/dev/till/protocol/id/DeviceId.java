package dev.till.protocol.id;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/**
 * Names one device for ever: the first 160 bits of the SHA-256 of its public key (X.509 SubjectPublicKeyInfo).
 *
 * <p>So identity is checked, never claimed. The text form is 32 characters of base32hex (RFC 4648, section 7) in
 * lower case; its order as text is the order of the ids.
 */
public record DeviceId(long high, long middle, int low) implements Comparable<DeviceId> {

    /** Bytes of the binary form. */
    public static final int BYTES = 20;

    /** Characters of the text form. */
    public static final int CHARACTERS = 32;

    /** Of {@code middle}: the bits that all origins of a device have in common. */
    private static final long SHARED = 0xFFFF_FFFF_0000_0000L;

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuv";

    /** The id of the device that holds the private half of {@code key}. */
    public static DeviceId of(PublicKey key) {
        return of(key.getEncoded());
    }

    /** The id for a public key in its X.509 SubjectPublicKeyInfo encoding. */
    public static DeviceId of(byte[] subjectPublicKeyInfo) {
        return read(ByteBuffer.wrap(sha256(subjectPublicKeyInfo)));
    }

    /** Reads the text form; throws IllegalArgumentException on anything else. */
    public static DeviceId parse(String text) {
        requireNonNull(text, "text");
        if (text.length() != CHARACTERS) {
            throw invalid(text);
        }
        var bytes = ByteBuffer.allocate(BYTES);
        for (int block = 0; block < CHARACTERS; block += 8) {
            long forty = 0;
            for (int i = block; i < block + 8; i++) {
                int digit = ALPHABET.indexOf(text.charAt(i));
                if (digit < 0) {
                    throw invalid(text);
                }
                forty = (forty << 5) | digit;
            }
            for (int shift = 32; shift >= 0; shift -= 8) {
                bytes.put((byte) (forty >>> shift));
            }
        }
        return read(bytes.flip());
    }

    /** Reads the binary form at the buffer's position and moves past it. */
    public static DeviceId read(ByteBuffer from) {
        return new DeviceId(from.getLong(), from.getLong(), from.getInt());
    }

    /** The binary form, 20 bytes, most significant first. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(high)
                .putLong(middle)
                .putInt(low)
                .array();
    }

    /**
     * An id under which this device numbers datagrams once it begins to count anew. It shares the first 96 bits, which say
     * whose it is; with a {@code nonce} drawn at random no two beginnings share a sequence of numbers.
     */
    public DeviceId origin(long nonce) {
        return new DeviceId(high, (middle & SHARED) | (nonce >>> 32), (int) nonce);
    }

    /** Whether what is numbered under this id was written by {@code device}. */
    public boolean isOriginOf(DeviceId device) {
        return high == device.high && ((middle ^ device.middle) & SHARED) == 0;
    }

    /** The first eight characters: enough for people to tell devices of a fleet apart, never for a decision. */
    public String abbreviated() {
        return toString().substring(0, 8);
    }

    @Override
    public int compareTo(DeviceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        if (byHigh != 0) {
            return byHigh;
        }
        int byMiddle = Long.compareUnsigned(middle, other.middle);
        return byMiddle != 0 ? byMiddle : Integer.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        var bytes = bytes();
        var text = new StringBuilder(CHARACTERS);
        for (int block = 0; block < BYTES; block += 5) {
            long forty = 0;
            for (int i = block; i < block + 5; i++) {
                forty = (forty << 8) | (bytes[i] & 0xFF);
            }
            for (int shift = 35; shift >= 0; shift -= 5) {
                text.append(ALPHABET.charAt((int) (forty >>> shift) & 31));
            }
        }
        return text.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "device: '" + Shown.of(text) + "' (expected: 32 characters of 0-9 and a-v)");
    }
}
