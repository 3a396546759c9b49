package dev.till.federation.hub;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may consolidate: one at a time, for a time that must be renewed. Each holder gets a token greater than all before, and
 * the checkpoint is only ever replaced by one of a greater token: whoever slept past its time can do no harm when it wakes.
 *
 * <p>Whether the time is over is judged by the store's clock alone.
 */
public final class HubLock {
    private static final int VERSION = 1;

    private final ObjectStore store;
    private final ObjectKey place;
    private final Envelope envelope;
    private final DeviceId self;
    private final SecureRandom random;

    /**
     * What the lock says.
     *
     * @param lease for so long it holds, from when it was written
     * @param nonce of this writing, so that it can be told from any other
     */
    public record Held(long token, DeviceId holder, Duration lease, long nonce) {}

    /** The lock as it is in the store. */
    public record Standing(Held held, Duration age, String version) {
        /** Whether its time is over, or it was given back. */
        public boolean isFree() {
            return age.compareTo(held.lease()) >= 0;
        }
    }

    /** The lock of consolidation. */
    public HubLock(ObjectStore store, Envelope envelope, DeviceId self, SecureRandom random) {
        this(store, HubNames.LOCK, envelope, self, random);
    }

    /** A lock at a place of its own, for something else that one device does at a time. */
    HubLock(ObjectStore store, ObjectKey place, Envelope envelope, DeviceId self, SecureRandom random) {
        this.store = store;
        this.place = place;
        this.envelope = envelope;
        this.self = self;
        this.random = random;
    }

    /** The lock; empty when nobody ever had it. */
    public Optional<Standing> read() throws StoreException, DamagedException {
        var content = store.read(place);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        var held = decode(envelope.open(place, content.get().bytes()));
        return Optional.of(new Standing(held, content.get().age(), content.get().version()));
    }

    /**
     * Takes the lock, unless another has it.
     *
     * @param above the token is greater than this one too
     * @return what is held now; empty when somebody was quicker
     */
    public Optional<Held> take(Optional<Standing> found, long above, Duration lease) throws StoreException {
        long token =
                Math.max(above, found.map(standing -> standing.held().token()).orElse(0L)) + 1;
        var mine = new Held(token, self, lease, random.nextLong());
        boolean got = found.isPresent()
                ? store.putIfSame(place, encode(mine), found.get().version())
                : store.putIfAbsent(place, encode(mine));
        return got ? Optional.of(mine) : Optional.empty();
    }

    /** Makes the time begin anew; empty when it is somebody else's by now, or its time was over. */
    public Optional<Held> renew(Held mine) throws StoreException, DamagedException {
        return rewrite(mine, mine.lease());
    }

    /** Gives it back. What is somebody else's by now is left alone. */
    public void release(Held mine) throws StoreException, DamagedException {
        rewrite(mine, Duration.ZERO);
    }

    private Optional<Held> rewrite(Held mine, Duration lease) throws StoreException, DamagedException {
        var found = read();
        if (found.isEmpty() || !found.get().held().equals(mine) || found.get().isFree()) {
            return Optional.empty();
        }
        var next = new Held(mine.token(), self, lease, random.nextLong());
        return store.putIfSame(place, encode(next), found.get().version()) ? Optional.of(next) : Optional.empty();
    }

    private byte[] encode(Held held) {
        var to = new ByteWriter(64);
        to.putByte(VERSION).putLong(held.token()).putDevice(held.holder());
        to.putLong(held.lease().toMillis()).putLong(held.nonce());
        return envelope.close(place, to.toByteArray());
    }

    private Held decode(byte[] bytes) throws DamagedException {
        try {
            var from = new ByteReader(bytes);
            if (from.readByte() != VERSION) {
                throw new MalformedException("of another version (expected: " + VERSION + "; use a newer till)");
            }
            return new Held(from.readLong(), from.readDevice(), Duration.ofMillis(from.readLong()), from.readLong());
        } catch (MalformedException e) {
            throw new DamagedException(place + ": " + e.getMessage(), e);
        }
    }
}
