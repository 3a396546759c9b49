package dev.till.federation.hub;

import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Removes contents that no device wants, in two looks: what the first found unwanted is written down, and what a later one,
 * {@code grace} after it, still finds unwanted goes. So whoever fetches what was let go has that long to end. References that
 * cannot be read stop it: what they name is not known, so nothing may go.
 */
public final class ContentCollection {
    private static final Duration LEASE = Duration.ofMinutes(30);

    private final ContentVault vault;
    private final DeviceId self;
    private final Duration grace;

    /**
     * What came of a look.
     *
     * @param doomed how many contents go with the next look, unless somebody wants them by then
     */
    public record Collected(long removed, long doomed) {}

    ContentCollection(ContentVault vault, DeviceId self, Duration grace) {
        this.vault = vault;
        this.self = self;
        this.grace = grace;
    }

    Optional<Collected> run() throws StoreException, DamagedException {
        var lock = vault.lock(self);
        var found = lock.read();
        if (found.filter(standing -> !standing.isFree()).isPresent()) {
            return Optional.empty();
        }
        var held = lock.take(found, 0, LEASE);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        var mine = held;
        try {
            // Only what is said after this may be missed, and whoever says it sees the lock.
            var wanted = wanted();
            var doomed = doomed();
            var next = new ArrayList<References>();
            long removed = 0;
            for (int part = 0; part < ContentNames.PARTS && mine.isPresent(); part++) {
                var unwanted = unwanted(part, wanted);
                // Who slept past its time removes nothing more.
                mine = unwanted.isEmpty() ? mine : lock.renew(mine.get());
                if (mine.isPresent()) {
                    removed += remove(unwanted, doomed);
                    next.add(References.of(marks(unwanted).filter(mark -> !doomed.has(mark))));
                }
            }
            var left = next.stream().reduce(References.NONE, References::and);
            if (mine.isPresent()) {
                doom(left);
            }
            return Optional.of(new Collected(removed, left.size()));
        } finally {
            if (mine.isPresent()) {
                lock.release(mine.get());
            }
        }
    }

    private References wanted() throws StoreException, DamagedException {
        var wanted = References.NONE;
        for (ObjectKey key : vault.store().list(ContentNames.REFERENCES)) {
            var object = ContentNames.isReferences(key) ? vault.store().get(key) : Optional.<byte[]>empty();
            if (object.isPresent()) {
                wanted = wanted.and(References.decode(key, vault.envelope().open(key, object.get())));
            }
        }
        return wanted;
    }

    /** What was unwanted long enough ago. */
    private References doomed() throws StoreException {
        var object = vault.store().read(ContentNames.DOOMED);
        if (object.isEmpty() || object.get().age().compareTo(grace) < 0) {
            return References.NONE;
        }
        try {
            return References.decode(
                    ContentNames.DOOMED,
                    vault.envelope().open(ContentNames.DOOMED, object.get().bytes()));
        } catch (DamagedException e) {
            // Then this is the first look.
            return References.NONE;
        }
    }

    /** A look that comes before its time leaves the time of the last one as it is. */
    private void doom(References next) throws StoreException {
        var object = vault.store().read(ContentNames.DOOMED);
        if (object.isEmpty() || object.get().age().compareTo(grace) >= 0) {
            vault.store().put(ContentNames.DOOMED, vault.envelope().close(ContentNames.DOOMED, next.encode()));
        }
    }

    private List<ObjectKey> unwanted(int part, References wanted) throws StoreException {
        return vault.store().list(ContentNames.part(part)).stream()
                .filter(key -> marks(List.of(key)).anyMatch(mark -> !wanted.has(mark)))
                .toList();
    }

    private long remove(List<ObjectKey> unwanted, References doomed) throws StoreException {
        long removed = 0;
        for (ObjectKey key : unwanted) {
            if (marks(List.of(key)).allMatch(doomed::has)) {
                vault.store().delete(key);
                removed++;
            }
        }
        return removed;
    }

    private static LongStream marks(List<ObjectKey> keys) {
        return keys.stream()
                .flatMapToLong(key -> LongStream.concat(
                        ContentNames.markOf(ContentVault.Kind.PIECE, key).stream(),
                        ContentNames.markOf(ContentVault.Kind.LIST, key).stream()));
    }
}
