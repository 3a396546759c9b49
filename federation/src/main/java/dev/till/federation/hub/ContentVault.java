package dev.till.federation.hub;

import dev.till.protocol.id.DeviceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Contents of folders in a hub, sealed as all that is there, each kept once however many files and devices have it.
 *
 * <p>A device says what it wants to be kept, and only then looks what is there already: so whoever collects either sees that
 * it is wanted, or is seen to collect ({@link #isCollecting}), and then nothing that is there counts before it is done.
 */
public final class ContentVault {
    /** Contents are no longer than this. */
    public static final int MOST_BYTES = 2 << 20;

    private final ObjectStore store;
    private final Envelope envelope;

    /** What a content is. */
    public enum Kind {
        /** Bytes that lie in files. */
        PIECE,
        /** Which pieces a large content has; named by that content. */
        LIST
    }

    public ContentVault(ObjectStore store, Envelope envelope) {
        this.store = store;
        this.envelope = envelope;
    }

    ObjectStore store() {
        return store;
    }

    Envelope envelope() {
        return envelope;
    }

    /** How a content is referred to. */
    public long mark(byte[] sha256) {
        return ContentNames.shortened(envelope.mark(sha256));
    }

    /** Puts a content there. */
    public void put(Kind kind, byte[] sha256, byte[] content) throws StoreException {
        var key = ContentNames.content(kind, envelope.mark(sha256));
        store.put(key, envelope.close(key, content));
    }

    /** A content; empty when it is not there. Of pieces it is made sure that they are what was asked for. */
    public Optional<byte[]> get(Kind kind, byte[] sha256) throws StoreException, DamagedException {
        var key = ContentNames.content(kind, envelope.mark(sha256));
        var object = store.get(key);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        var content = envelope.open(key, object.get());
        if (kind == Kind.PIECE && !Arrays.equals(digest(content), sha256)) {
            throw new DamagedException(key + ": another content than its name says");
        }
        return Optional.of(content);
    }

    /** What is there of a kind, as far as its marks lie in the same part as this one. */
    public References presentBeside(Kind kind, long mark) throws StoreException {
        return References.of(store.list(ContentNames.part(ContentNames.partOf(mark))).stream()
                .map(key -> ContentNames.markOf(kind, key))
                .filter(java.util.OptionalLong::isPresent)
                .mapToLong(java.util.OptionalLong::getAsLong));
    }

    /** Says what a device wants to be kept for one folder, in place of what it said before. */
    public void refer(DeviceId device, String folder, References wanted) throws StoreException {
        var key = references(device, folder);
        store.put(key, envelope.close(key, wanted.encode()));
    }

    /** A device wants nothing to be kept for a folder any more. */
    public void letGo(DeviceId device, String folder) throws StoreException {
        store.delete(references(device, folder));
    }

    /** The folder's name is told to nobody who lacks the key. */
    private ObjectKey references(DeviceId device, String folder) {
        return ContentNames.references(device, envelope.mark(digest(folder.getBytes(StandardCharsets.UTF_8))));
    }

    /** Whether somebody removes what nobody wants. What was said by {@link #refer} before this said no is kept. */
    public boolean isCollecting(DeviceId self) throws StoreException, DamagedException {
        return lock(self).read().filter(standing -> !standing.isFree()).isPresent();
    }

    HubLock lock(DeviceId self) {
        return new HubLock(store, ContentNames.LOCK, envelope, self, new SecureRandom());
    }

    /** Removes what nobody wants and nobody has wanted for {@code grace}; empty when somebody else is at it. */
    public Optional<ContentCollection.Collected> collect(DeviceId self, Duration grace)
            throws StoreException, DamagedException {
        return new ContentCollection(this, self, grace).run();
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
