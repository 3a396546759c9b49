package dev.till.federation.hub;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What contents go into a store in: sealed with the fleet's key, or open for everybody who can read the bucket.
 *
 * <p>A sealed object is {@code "TILLSEAL" | 1 byte version | 32 bytes salt | frames}: AES-256-GCM over at most 1 MiB each,
 * with a key of its own that is derived from the salt. The number of the frame and whether it is the last are in its nonce,
 * and the object's name is authenticated: no frame can be left out, moved or cut off, and no object put in another's place. The
 * salt follows from name and content, so the same content under the same name is the same object, however often it is made.
 *
 * <p>An open object is {@code "TILLOPEN" | 1 byte version | SHA-256 | content} when small, and the bare content as a file.
 */
public final class Envelope {
    private static final byte[] SEALED = "TILLSEAL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPEN = "TILLOPEN".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SALT = 32;
    private static final int FRAME = 1 << 20;
    private static final int TAG = 16;

    private final Optional<RecoveryKey> key;

    private Envelope(Optional<RecoveryKey> key) {
        this.key = key;
    }

    /** Seals with the fleet's key. */
    public static Envelope sealed(RecoveryKey key) {
        return new Envelope(Optional.of(key));
    }

    /** Leaves contents as they are. */
    public static Envelope plain() {
        return new Envelope(Optional.empty());
    }

    public boolean isSealed() {
        return key.isPresent();
    }

    /** What a name may tell of a content: of a sealed one nothing to whoever lacks the key. */
    public String mark(byte[] sha256) {
        return HexFormat.of()
                .formatHex(
                        key.map(secret -> secret.derive("till hub mark", sha256))
                                .orElse(sha256),
                        0,
                        16);
    }

    /** The object to put under {@code name}. */
    public byte[] close(ObjectKey name, byte[] content) {
        var sum = sha256().digest(content);
        var to = new ByteArrayOutputStream(content.length + 128);
        try {
            if (key.isPresent()) {
                seal(name, sum, new ByteArrayInputStream(content), to);
            } else {
                to.write(OPEN);
                to.write(VERSION);
                to.write(sum);
                to.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return to.toByteArray();
    }

    /** The content of the object that was found under {@code name}. */
    public byte[] open(ObjectKey name, byte[] object) throws DamagedException {
        try {
            var from = new ByteArrayInputStream(object);
            if (key.isPresent()) {
                var to = new ByteArrayOutputStream(object.length);
                unseal(name, from, to);
                return to.toByteArray();
            }
            begin(name, from, OPEN);
            var sum = from.readNBytes(32);
            var content = from.readAllBytes();
            if (!Arrays.equals(sum, sha256().digest(content))) {
                throw new DamagedException(name + ": its checksum does not match");
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /** Makes of the file {@code content} what is to be put under {@code name}: in {@code scratch}, or itself when open. */
    public Path close(ObjectKey name, Path content, Path scratch) throws IOException {
        if (key.isEmpty()) {
            return content;
        }
        var sum = sum(content);
        try (var from = new BufferedInputStream(Files.newInputStream(content));
                var to = Files.newOutputStream(scratch)) {
            seal(name, sum, from, to);
        }
        return scratch;
    }

    /**
     * The content of the file that was found under {@code name}: in {@code scratch}, or itself when open.
     *
     * @param sha256 of the content, as somebody trusted told
     */
    public Path open(ObjectKey name, Path object, Path scratch, byte[] sha256) throws IOException, DamagedException {
        var content = object;
        if (key.isPresent()) {
            try (var from = new BufferedInputStream(Files.newInputStream(object), FRAME);
                    var to = Files.newOutputStream(scratch)) {
                unseal(name, from, to);
            }
            content = scratch;
        }
        if (!Arrays.equals(sum(content), sha256)) {
            throw new DamagedException(name + ": its checksum does not match");
        }
        return content;
    }

    /** The SHA-256 of a file. */
    public static byte[] sum(Path file) throws IOException {
        var digest = sha256();
        try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return digest.digest();
    }

    private void seal(ObjectKey name, byte[] sum, InputStream from, OutputStream to) throws IOException {
        var salt = key.orElseThrow().derive("till hub salt", utf8(name), sum);
        to.write(SEALED);
        to.write(VERSION);
        to.write(salt);
        var frame = from.readNBytes(FRAME);
        for (long number = 0; ; number++) {
            var next = from.readNBytes(FRAME);
            boolean last = next.length == 0;
            to.write(crypt(Cipher.ENCRYPT_MODE, name, salt, number, last, frame));
            if (last) {
                return;
            }
            frame = next;
        }
    }

    private void unseal(ObjectKey name, InputStream from, OutputStream to) throws IOException, DamagedException {
        begin(name, from, SEALED);
        var salt = from.readNBytes(SALT);
        var frame = from.readNBytes(FRAME + TAG);
        for (long number = 0; ; number++) {
            var next = from.readNBytes(FRAME + TAG);
            boolean last = next.length == 0;
            if (salt.length < SALT || frame.length < TAG) {
                throw new DamagedException(name + ": cut short");
            }
            try {
                to.write(crypt(Cipher.DECRYPT_MODE, name, salt, number, last, frame));
            } catch (IllegalStateException e) {
                throw new DamagedException(
                        name + ": altered, cut, put in another's place, or sealed with another key", e);
            }
            if (last) {
                return;
            }
            frame = next;
        }
    }

    private byte[] crypt(int mode, ObjectKey name, byte[] salt, long number, boolean last, byte[] frame) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var nonce = ByteBuffer.allocate(12).putInt(last ? 1 : 0).putLong(number);
            var own = key.orElseThrow().derive("till hub object", salt);
            cipher.init(mode, new SecretKeySpec(own, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, nonce.array()));
            cipher.updateAAD(utf8(name));
            return cipher.doFinal(frame);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("the tag does not match", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing from this Java runtime", e);
        }
    }

    private static void begin(ObjectKey name, InputStream from, byte[] magic) throws IOException, DamagedException {
        var found = from.readNBytes(magic.length);
        int version = from.read();
        if (!Arrays.equals(found, magic)) {
            throw new DamagedException(name + ": not an object of this hub (expected: it begins with "
                    + new String(magic, StandardCharsets.US_ASCII) + ")");
        }
        if (version != VERSION) {
            throw new DamagedException(
                    name + ": of version " + version + " (expected: " + VERSION + "; use a newer till)");
        }
    }

    private static byte[] utf8(ObjectKey name) {
        return name.value().getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
