package dev.till.node.ssh.home;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes and reads private keys in OpenSSH's own format, {@code openssh-key-v1}: the private part is in clear, the public
 * part can be read without a passphrase.
 */
final class OpenSshKey {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String END = "-----END OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final String ED25519 = "ssh-ed25519";
    private static final int RAW = 32;
    private static final int BLOCK = 8;
    private static final int LINE = 70;

    private OpenSshKey() {}

    /** A new Ed25519 key, without a passphrase. */
    static String generate(String comment) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return text(pair, comment, new SecureRandom().nextInt());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Ed25519 is missing from this Java runtime", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The public key of a private one; throws IllegalArgumentException when the text is no such key. */
    static SshPublicKey publicKey(String text) {
        var lines = text.strip();
        if (!lines.startsWith(BEGIN) || !lines.endsWith(END)) {
            throw new IllegalArgumentException("not in OpenSSH's format");
        }
        try {
            var body = lines.substring(BEGIN.length(), lines.length() - END.length());
            var bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(body));
            var magic = new byte[MAGIC.length];
            bytes.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new IllegalArgumentException("not openssh-key-v1");
            }
            for (int skipped = 0; skipped < 3; skipped++) {
                next(bytes); // cipher, key derivation, its options
            }
            bytes.getInt(); // how many keys: always one
            return SshPublicKey.of(next(bytes));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("cut short", e);
        }
    }

    private static String text(KeyPair pair, String comment, int check) throws IOException {
        // The JDK's encodings end with the raw key; RFC 8410.
        var seed = tail(pair.getPrivate().getEncoded());
        var open = tail(pair.getPublic().getEncoded());
        var blob = joined(ED25519.getBytes(StandardCharsets.US_ASCII), open);
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(MAGIC);
        string(out, "none".getBytes(StandardCharsets.US_ASCII));
        string(out, "none".getBytes(StandardCharsets.US_ASCII));
        string(out, new byte[0]);
        out.writeInt(1);
        string(out, blob);
        string(out, secret(seed, open, comment, check));
        var body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes.toByteArray());
        return BEGIN + "\n" + body + "\n" + END + "\n";
    }

    private static byte[] secret(byte[] seed, byte[] open, String comment, int check) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(check);
        out.writeInt(check);
        string(out, ED25519.getBytes(StandardCharsets.US_ASCII));
        string(out, open);
        var both = Arrays.copyOf(seed, 2 * RAW);
        System.arraycopy(open, 0, both, RAW, RAW);
        string(out, both);
        string(out, comment.getBytes(StandardCharsets.UTF_8));
        for (int padding = 1; bytes.size() % BLOCK != 0; padding++) {
            out.write(padding);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        string(out, first);
        string(out, second);
        return bytes.toByteArray();
    }

    private static void string(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] next(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        var next = new byte[length];
        bytes.get(next);
        return next;
    }

    private static byte[] tail(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - RAW, encoded.length);
    }
}
