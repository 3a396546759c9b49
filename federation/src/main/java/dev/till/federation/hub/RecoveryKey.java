package dev.till.federation.hub;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that a hub is sealed with: 256 bits, the same on all devices of a fleet. Whoever has it can read and write
 * everything in the hub; without it nobody can read anything there.
 */
public final class RecoveryKey {
    private static final int BYTES = 32;
    private static final int CHECK_BYTES = 3;

    /** Without I, L, O and U, which are mistaken for others. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int BITS = 5;
    private static final int GROUP = 4;
    private static final int CHARACTERS = (BYTES + CHECK_BYTES) * Byte.SIZE / BITS;

    private final byte[] secret;

    private RecoveryKey(byte[] secret) {
        this.secret = secret;
    }

    /** A key that nobody has. */
    public static RecoveryKey generate(SecureRandom random) {
        var secret = new byte[BYTES];
        random.nextBytes(secret);
        return new RecoveryKey(secret);
    }

    /** Reads what {@link #text} told, however it was copied: with or without hyphens and spaces, small letters, O for 0. */
    public static RecoveryKey parse(String text) {
        var letters = text.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (letters.length() != CHARACTERS) {
            throw new IllegalArgumentException("recovery key: " + letters.length() + " letters and digits (expected: "
                    + CHARACTERS + ", as `till hub status --show-key` printed it)");
        }
        var bytes = new byte[BYTES + CHECK_BYTES];
        for (int i = 0; i < letters.length(); i++) {
            int value = LETTERS.indexOf(letters.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException(
                        "recovery key: a sign at place " + (i + 1) + " that none has (expected: of " + LETTERS + ")");
            }
            put(bytes, i, value);
        }
        var secret = Arrays.copyOf(bytes, BYTES);
        if (!Arrays.equals(check(secret), Arrays.copyOfRange(bytes, BYTES, bytes.length))) {
            throw new IllegalArgumentException("recovery key: mistyped, its last letters do not fit the others"
                    + " (expected: exactly what `till hub status --show-key` printed)");
        }
        return new RecoveryKey(secret);
    }

    /** The key to write down: groups of four, with a check of typing errors. Secret. */
    public String text() {
        var bytes = Arrays.copyOf(secret, BYTES + CHECK_BYTES);
        System.arraycopy(check(secret), 0, bytes, BYTES, CHECK_BYTES);
        var text = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(LETTERS.charAt(take(bytes, i)));
        }
        return text.toString();
    }

    /** What tells whether another key is this one, and tells nothing else of it. */
    public String fingerprint() {
        return HexFormat.of().formatHex(derive("till hub fingerprint"), 0, 8);
    }

    /** A key of 32 bytes for one purpose. */
    byte[] derive(String purpose, byte[]... parts) {
        return hmac(secret, purpose.getBytes(StandardCharsets.UTF_8), parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecoveryKey key && MessageDigest.isEqual(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    @Override
    public String toString() {
        return "RecoveryKey[" + fingerprint() + ", secret hidden]";
    }

    private static byte[] hmac(byte[] key, byte[] first, byte[]... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(first);
            for (byte[] part : parts) {
                mac.update((byte) 0);
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java runtime", e);
        }
    }

    private static byte[] check(byte[] secret) {
        return Arrays.copyOf(hmac(secret, "till recovery key".getBytes(StandardCharsets.US_ASCII)), CHECK_BYTES);
    }

    private static int take(byte[] bytes, int place) {
        int value = 0;
        for (int bit = place * BITS; bit < (place + 1) * BITS; bit++) {
            value = value << 1 | (bytes[bit / Byte.SIZE] >> (7 - bit % Byte.SIZE) & 1);
        }
        return value;
    }

    private static void put(byte[] bytes, int place, int value) {
        for (int i = 0; i < BITS; i++) {
            int bit = place * BITS + i;
            if ((value >> (BITS - 1 - i) & 1) == 1) {
                bytes[bit / Byte.SIZE] |= (byte) (1 << (7 - bit % Byte.SIZE));
            }
        }
    }
}
