package dev.till.node.ssh.home;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A public key as SSH writes it in {@code authorized_keys} and {@code known_hosts}.
 *
 * @param type such as {@code ssh-ed25519}
 * @param base64 the key itself, which names its type once more (RFC 4253, section 6.6)
 */
public record SshPublicKey(String type, String base64) {

    /** The key with these bytes; throws IllegalArgumentException when they are none. */
    public static SshPublicKey of(byte[] blob) {
        var bytes = ByteBuffer.wrap(blob);
        int length = blob.length < 4 ? -1 : bytes.getInt();
        if (length < 1 || length > bytes.remaining()) {
            throw new IllegalArgumentException("SSH public key: " + blob.length + " bytes (expected: a key)");
        }
        return new SshPublicKey(
                new String(blob, 4, length, StandardCharsets.US_ASCII),
                Base64.getEncoder().encodeToString(blob));
    }

    /** What people compare: {@code SHA256:…}, as {@code ssh-keygen -l} prints it. */
    public String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(base64));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    /** One line of {@code authorized_keys}. */
    public String line(String comment) {
        return this + " " + comment;
    }

    @Override
    public String toString() {
        return type + " " + base64;
    }
}
